package io.float2.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are broken, or made to break a decoder, end in one sentence. The heap of these tests is small on purpose. */
class HostilePicturesTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    @Test
    void nothingIsNoPicture() {
        assertRefused(new byte[0], "is empty");
        assertRefused("just a text".getBytes(StandardCharsets.US_ASCII), "is no picture in a format that can be read");
        assertRefused(new byte[100_000], "is no picture in a format that can be read");
    }

    @ParameterizedTest
    @ValueSource(strings = {"baseline-420.jpg", "progressive-444.jpg", "cmyk-adobe.jpg", "rgb.png", "interlaced.png", "palette.gif", "lossy.webp",
        "lossless.webp", "lzw.tiff", "plain.tiff", "rgb.bmp"})
    void whatIsCutOffIsNoPicture(String file) {
        byte[] whole = PicturesTest.resource(file);
        for (int tenths = 1; tenths < 10; tenths++) {
            byte[] part = Arrays.copyOf(whole, whole.length * tenths / 10);
            assertThatThrownBy(() -> Pictures.read(part, PictureLimits.DEFAULT)).as(file + ", " + tenths + " tenths")
                    .isInstanceOf(PictureException.class).hasMessageMatching("(?s)is (cut off|damaged|empty|no picture).*");
        }
    }

    @Test
    void onlyTheEndMarkerMayBeMissing() throws PictureException {
        byte[] whole = PicturesTest.resource("baseline-420.jpg");
        assertThat(Pictures.read(Arrays.copyOf(whole, whole.length - 2), PictureLimits.DEFAULT)).isEqualTo(Pictures.read(whole, PictureLimits.DEFAULT));
    }

    @Test
    void theContentDecidesAndWhatFollowsThePictureDoesNot() throws PictureException {
        byte[] jpeg = PicturesTest.resource("baseline-420.jpg");
        byte[] polyglot = Arrays.copyOf(jpeg, jpeg.length + 1000);
        byte[] other = "PK\003\004<script>%PDF-1.4".getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(other, 0, polyglot, jpeg.length, other.length);
        for (int i = jpeg.length + 200; i + 1 < polyglot.length; i += 2) {
            // A film, say, that looks like scans.
            polyglot[i] = (byte) 0xff;
            polyglot[i + 1] = (byte) 0xda;
        }
        assertThat(Pictures.read(polyglot, PictureLimits.DEFAULT)).isEqualTo(Pictures.read(jpeg, PictureLimits.DEFAULT));
        assertThat(Pictures.read(PicturesTest.resource("rgb.png"), PictureLimits.DEFAULT).format()).isEqualTo("png");
    }

    @Test
    void limitsAreCheckedBeforeDecoding() {
        byte[] png = PicturesTest.resource("rgb.png");
        assertThatThrownBy(() -> Pictures.read(png, new PictureLimits(1000, 1_000_000))).isInstanceOf(PictureException.class)
                .hasMessage("has " + png.length + " bytes, more than the limit of 1000");
        assertThatThrownBy(() -> Pictures.read(png, new PictureLimits(1_000_000, 19_199))).isInstanceOf(PictureException.class)
                .hasMessage("has 160 x 120 pixels, more than the limit of 19199");
    }

    @ParameterizedTest
    @CsvSource({"60000, 60000, 'has 60000 x 60000 pixels, more than the limit of 100000000'",
        "70000, 2, 'has 70000 x 2 pixels, but a side may have at most 65535'", "-1, 1, 'has 4294967295 x 1 pixels'", "0, 5, 'is damaged: it claims to have 0 x 5 pixels'"})
    void pngBombsAreRefusedFromTheHeader(int width, int height, String sentence) {
        assertRefused(png(width, height, new byte[100]), sentence);
    }

    @Test
    void dataThatUnpacksToMoreThanThePictureIsLeftPacked() {
        // 16 pixels, and 1 GiB of zeros behind them
        assertThat(Assertions.assertTimeoutPreemptively(LONG, () -> outcome(png(4, 4, bomb(1 << 30))))).isNotBlank();
    }

    @Test
    void textsAndProfilesOfAnyLengthAreLeftPacked() throws PictureException {
        byte[] plain = PicturesTest.resource("palette.png");
        byte[] packed = bomb(1 << 30);
        ByteArrayOutputStream texts = new ByteArrayOutputStream();
        texts.write(plain, 0, 33);
        for (String type : new String[] {"zTXt", "iCCP"}) {
            ByteBuffer data = ByteBuffer.allocate(packed.length + 3).put((byte) 'a').putShort((short) 0).put(packed);
            byte[] chunk = chunk(type, data.array());
            texts.write(chunk, 0, chunk.length);
        }
        texts.write(plain, 33, plain.length - 33);
        assertThat(Pictures.read(texts.toByteArray(), PictureLimits.DEFAULT)).isEqualTo(Pictures.read(plain, PictureLimits.DEFAULT));
    }

    @Test
    void endlessMetadataOfAJpegIsPassedOver() throws PictureException {
        byte[] plain = PicturesTest.resource("baseline-420.jpg");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(plain, 0, 2);
        byte[] segment = ByteBuffer.allocate(65_537).putInt(0xffe2ffff).put("ICC_PROFILE\0\1\2".getBytes(StandardCharsets.ISO_8859_1)).array();
        for (int i = 0; i < 300; i++) {
            out.write(segment, 0, segment.length);
        }
        out.write(plain, 2, plain.length - 2);
        assertThat(Pictures.read(out.toByteArray(), PictureLimits.DEFAULT)).isEqualTo(Pictures.read(plain, PictureLimits.DEFAULT));
    }

    @Test
    void aChunkCannotClaimMoreThanThereIs() {
        byte[] png = PicturesTest.resource("rgb.png");
        ByteBuffer.wrap(png).putInt(33, 0x7fff_ffff);
        assertRefused(png, "is cut off or damaged: a chunk claims to have 2147483647 bytes, more than are left");
        byte[] wrong = PicturesTest.resource("rgb.png");
        wrong[60] ^= 1;
        assertRefused(wrong, "is damaged: the checksum of its chunk IDAT is wrong");
    }

    @Test
    void bombsInOtherHeadersAreRefused() {
        byte[] jpeg = PicturesTest.resource("baseline-420.jpg");
        int frame = indexOf(jpeg, (byte) 0xff, (byte) 0xc0);
        ByteBuffer.wrap(jpeg).putInt(frame + 5, 0xffff_ffff);
        assertRefused(jpeg, "has 65535 x 65535 pixels, more than the limit of 100000000");

        byte[] canvas = PicturesTest.resource("palette.gif");
        ByteBuffer.wrap(canvas).putInt(6, 0xffff_ffff);
        assertRefused(canvas, "has 65535 x 65535 pixels, more than the limit");
        byte[] frameOfGif = PicturesTest.resource("frame-within-canvas.gif");
        ByteBuffer.wrap(frameOfGif).putInt(indexOf(frameOfGif, (byte) 0x2c, (byte) 40) + 5, 0xffff_ffff);
        assertRefused(frameOfGif, "has 65535 x 65535 pixels, more than the limit");

        byte[] tiff = PicturesTest.resource("plain.tiff");
        ByteBuffer little = ByteBuffer.wrap(tiff).order(ByteOrder.LITTLE_ENDIAN);
        little.putInt(tag(little, 256) + 8, 50_000).putInt(tag(little, 257) + 8, 50_000);
        little.putShort(tag(little, 256) + 2, (short) 4).putShort(tag(little, 257) + 2, (short) 4);
        assertRefused(tiff, "has 50000 x 50000 pixels, more than the limit");

        byte[] bmp = PicturesTest.resource("rgb.bmp");
        ByteBuffer.wrap(bmp).order(ByteOrder.LITTLE_ENDIAN).putInt(18, 60_000).putInt(22, -60_000);
        assertRefused(bmp, "has 60000 x 60000 pixels, more than the limit");

        byte[] webp = PicturesTest.resource("lossy-alpha.webp");
        ByteBuffer.wrap(webp).order(ByteOrder.LITTLE_ENDIAN).putInt(24, 0x00ff_ffff);
        assertRefused(webp, "has 16777216 x ");
    }

    @Test
    void directoriesThatNameEachOtherComeToAnEnd() {
        byte[] tiff = PicturesTest.resource("plain.tiff");
        ByteBuffer little = ByteBuffer.wrap(tiff).order(ByteOrder.LITTLE_ENDIAN);
        int directory = little.getInt(4);
        little.putInt(directory + 2 + 12 * little.getShort(directory), directory);
        assertThat(Assertions.assertTimeoutPreemptively(LONG, () -> outcome(tiff))).isNotBlank();
    }

    @Test
    void aPictureOfThousandsOfScansIsRefused() {
        byte[] jpeg = PicturesTest.resource("progressive-444.jpg");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(jpeg, 0, jpeg.length - 2);
        byte[] scan = {(byte) 0xff, (byte) 0xda, 0, 8, 1, 1, 0, 1, 5, 0x10};
        for (int i = 0; i < 5000; i++) {
            out.write(scan, 0, scan.length);
        }
        out.write(jpeg, jpeg.length - 2, 2);
        assertRefused(out.toByteArray(), "has more than 64 scans");
    }

    @Test
    void aPictureThatTakesTooMuchMemoryIsRefused() {
        // The heap of the tests is 160 MiB; this would take 400.
        assertRefused(png(10_000, 10_000, bomb(1000)), "takes 381 MiB of memory to decode, more than half of what this process may use");
    }

    /** Whatever is changed in a file, there is an answer: a picture, or a sentence. */
    @ParameterizedTest
    @ValueSource(strings = {"baseline-420.jpg", "progressive-444.jpg", "ycck-adobe.jpg", "palette.gif", "lossy.webp", "lossless.webp", "lzw.tiff",
        "jpeg.tiff", "group4.tiff", "palette.bmp", "rgba.bmp"})
    void changedFilesHaveAnAnswer(String file) {
        Random random = new Random(file.hashCode());
        for (int round = 0; round < 60; round++) {
            byte[] bytes = PicturesTest.resource(file);
            for (int i = random.nextInt(8); i >= 0; i--) {
                bytes[random.nextInt(round % 2 == 0 ? bytes.length : 100)] = (byte) random.nextInt(256);
            }
            assertThat(Assertions.assertTimeoutPreemptively(LONG, () -> outcome(bytes))).as("round " + round).isNotBlank().doesNotContain("\n");
        }
    }

    private static String outcome(byte[] bytes) {
        try {
            return Pictures.read(bytes, PictureLimits.DEFAULT).toString();
        } catch (PictureException e) {
            return e.getMessage();
        }
    }

    private static void assertRefused(byte[] bytes, String sentence) {
        assertThatThrownBy(() -> Pictures.read(bytes, PictureLimits.DEFAULT)).isInstanceOf(PictureException.class).hasMessageStartingWith(sentence);
    }

    private static int indexOf(byte[] bytes, byte first, byte second) {
        for (int i = 0; i + 1 < bytes.length; i++) {
            if (bytes[i] == first && bytes[i + 1] == second) {
                return i;
            }
        }
        throw new AssertionError("not there");
    }

    /** Where the entry of a tag is, in the first directory. */
    private static int tag(ByteBuffer tiff, int tag) {
        int directory = tiff.getInt(4);
        for (int i = 0; i < tiff.getShort(directory); i++) {
            if ((tiff.getShort(directory + 2 + 12 * i) & 0xffff) == tag) {
                return directory + 2 + 12 * i;
            }
        }
        throw new AssertionError("no tag " + tag);
    }

    /** Grey, 8 bits. */
    private static byte[] png(int width, int height, byte[] data) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
        out.writeBytes(chunk("IHDR", ByteBuffer.allocate(13).putInt(width).putInt(height).put(new byte[] {8, 0, 0, 0, 0}).array()));
        out.writeBytes(chunk("IDAT", data));
        out.writeBytes(chunk("IEND", new byte[0]));
        return out.toByteArray();
    }

    private static byte[] chunk(String type, byte[] data) {
        CRC32 checksum = new CRC32();
        checksum.update(type.getBytes(StandardCharsets.US_ASCII));
        checksum.update(data);
        return ByteBuffer.allocate(data.length + 12).putInt(data.length).put(type.getBytes(StandardCharsets.US_ASCII)).put(data)
                .putInt((int) checksum.getValue()).array();
    }

    /** So many zeros, packed. */
    private static byte[] bomb(int size) {
        Deflater deflater = new Deflater(1);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] zeros = new byte[1 << 20];
        byte[] buffer = new byte[1 << 16];
        for (long left = size; left > 0; left -= zeros.length) {
            deflater.setInput(zeros, 0, (int) Math.min(left, zeros.length));
            while (!deflater.needsInput()) {
                out.write(buffer, 0, deflater.deflate(buffer));
            }
        }
        deflater.finish();
        while (!deflater.finished()) {
            out.write(buffer, 0, deflater.deflate(buffer));
        }
        deflater.end();
        return out.toByteArray();
    }
}
