package io.float2.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Pictures of all formats against what Python's imagehash says of them; see make.py beside them. */
class PicturesTest {

    /** What the specification allows is 2; none of these pictures needs it. */
    private static final int MOST_BITS_APART = 0;

    @ParameterizedTest
    @MethodSource("samples")
    void fingerprintsAreThoseOfImagehash(Sample sample) throws PictureException {
        PictureFacts facts = Pictures.read(resource(sample.file), PictureLimits.DEFAULT);
        assertThat(facts.width() + " x " + facts.height() + " " + facts.format()).isEqualTo(sample.width + " x " + sample.height + " " + sample.format);
        assertThat(Long.bitCount(facts.phash() ^ sample.phash)).as("bits of pHash apart").isLessThanOrEqualTo(MOST_BITS_APART);
        assertThat(Long.bitCount(facts.dhash() ^ sample.dhash)).as("bits of dHash apart").isLessThanOrEqualTo(MOST_BITS_APART);
        assertThat(Long.bitCount(facts.ahash() ^ sample.ahash)).as("bits of aHash apart").isLessThanOrEqualTo(MOST_BITS_APART);
    }

    @Test
    void theKeyIsTheMd5OfTheBytes() {
        assertThat(PictureKey.of("abc".getBytes(StandardCharsets.US_ASCII))).hasToString("90015098-3cd2-4fb0-d696-3f7d28e17f72");
    }

    static Stream<Sample> samples() {
        return new String(resource("fingerprints.csv"), StandardCharsets.UTF_8).lines().skip(1).map(Sample::of);
    }

    static byte[] resource(String file) {
        try (InputStream in = PicturesTest.class.getResourceAsStream("/pictures/" + file)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A line of fingerprints.csv. */
    record Sample(String file, int width, int height, String format, long phash, long dhash, long ahash) {

        static Sample of(String line) {
            String[] fields = line.split(",");
            return new Sample(fields[0], Integer.parseInt(fields[1]), Integer.parseInt(fields[2]), fields[3],
                    Long.parseUnsignedLong(fields[4], 16), Long.parseUnsignedLong(fields[5], 16), Long.parseUnsignedLong(fields[6], 16));
        }

        @Override
        public String toString() {
            return file;
        }
    }
}
