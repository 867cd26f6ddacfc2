#!/usr/bin/env python3
"""Makes the pictures beside this file and, in fingerprints.csv, what Python's imagehash says of them.

Needs: pip install imagehash==4.3.2 pillow==13.0.0
Run:   python3 make.py

The pictures are computed here, from formulas and a fixed seed; nobody's photograph is among them.
"""
import csv
import pathlib
import struct

import imagehash
import numpy as np
from PIL import Image

HERE = pathlib.Path(__file__).parent


def scene(width, height, seed):
    """Soft hills and spots in colour, with some noise: as uneven as a photograph. Values from 0 to 1, height x width x 3."""
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[0:height, 0:width]
    x, y = x / width, y / height
    picture = np.zeros((height, width, 3))
    for _ in range(25):
        cx, cy, size, *colour = rng.random(6)
        spot = np.exp(-((x - cx) ** 2 + (y - cy) ** 2) / (0.005 + 0.05 * size))
        picture += spot[:, :, None] * (np.array(colour) - 0.3)
    picture += 0.15 * np.sin(9 * x + 4 * y + seed)[:, :, None] + 0.03 * rng.standard_normal(picture.shape)
    return (picture - picture.min()) / (picture.max() - picture.min())


def rgb(width=160, height=120, seed=1):
    return Image.fromarray((scene(width, height, seed) * 255).astype(np.uint8))


def with_alpha(image):
    alpha = np.tile(np.linspace(0, 255, image.width).astype(np.uint8), (image.height, 1))
    image = image.copy()
    image.putalpha(Image.fromarray(alpha))
    return image


def without_segments(jpeg, *markers):
    """A JPEG without the named kinds of segments."""
    out, at = jpeg[:2], 2
    while jpeg[at + 1] != 0xDA:
        length = 2 + struct.unpack(">H", jpeg[at + 2:at + 4])[0]
        if jpeg[at + 1] not in markers:
            out += jpeg[at:at + length]
        at += length
    return out + jpeg[at:]


def make():
    jpeg, cmyk = rgb(seed=2), rgb(seed=3).convert("CMYK")
    jpeg.save(HERE / "baseline-420.jpg", quality=85)
    rgb(161, 119, 4).save(HERE / "baseline-422-odd.jpg", quality=90, subsampling="4:2:2")
    rgb(seed=5).save(HERE / "progressive-444.jpg", quality=80, progressive=True, subsampling="4:4:4")
    rgb(seed=6).convert("L").save(HERE / "grey.jpg", quality=85)
    rgb(seed=7).save(HERE / "rotated-by-exif.jpg", quality=85, exif=b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0")
    rgb(seed=8).save(HERE / "rgb-components.jpg", quality=85, keep_rgb=True)
    cmyk.save(HERE / "cmyk-adobe.jpg", quality=85)
    rgb(seed=9).save(HERE / "profile-that-is-none.jpg", quality=85, icc_profile=b"\xff" * 3000)
    rgb(seed=10).save(HERE / "bare.jpg", quality=85, subsampling="4:4:4")
    (HERE / "bare.jpg").write_bytes(without_segments((HERE / "bare.jpg").read_bytes(), 0xE0, 0xEE))
    ycck = (HERE / "cmyk-adobe.jpg").read_bytes()
    at = ycck.index(b"Adobe") + 11
    (HERE / "ycck-adobe.jpg").write_bytes(ycck[:at] + b"\x02" + ycck[at + 1:])
    (HERE / "cmyk-bare.jpg").write_bytes(without_segments(ycck, 0xEE))

    rgb(seed=11).save(HERE / "rgb.png")
    with_alpha(rgb(seed=12)).save(HERE / "rgba.png")
    rgb(seed=13).convert("L").save(HERE / "grey.png")
    with_alpha(rgb(seed=14).convert("L")).save(HERE / "grey-alpha.png")
    rgb(seed=15).quantize(40).save(HERE / "palette.png")
    rgb(seed=16).quantize(16).save(HERE / "palette-4bit-transparent.png", bits=4, transparency=3)
    rgb(seed=17).convert("1").save(HERE / "bilevel.png")
    Image.fromarray((scene(160, 120, 18)[:, :, 0] * 600).astype(np.uint16)).save(HERE / "grey-16bit.png")
    rgb(seed=19).save(HERE / "interlaced.png")
    rgb(7, 5, 20).save(HERE / "smaller-than-a-fingerprint.png")
    rgb(1, 1, 21).save(HERE / "one-pixel.png")
    Image.new("RGB", (64, 48), (40, 90, 200)).save(HERE / "one-colour.png")
    rgb(640, 3, 22).save(HERE / "wide.png")
    write_rgb_16bit(HERE / "rgb-16bit.png", scene(160, 120, 23))

    rgb(seed=24).save(HERE / "lossy.webp", quality=80)
    rgb(seed=25).save(HERE / "lossless.webp", lossless=True)
    with_alpha(rgb(seed=26)).save(HERE / "lossy-alpha.webp", quality=80)
    rgb(seed=27).save(HERE / "animated.webp", save_all=True, append_images=[rgb(seed=28)], quality=60)

    rgb(seed=29).quantize(64).save(HERE / "palette.gif")
    rgb(seed=30).convert("L").save(HERE / "grey.gif")
    rgb(seed=31).quantize(64).save(HERE / "animated.gif", save_all=True, append_images=[rgb(seed=32).quantize(64)])
    small_frame(HERE / "frame-within-canvas.gif")

    rgb(seed=33).save(HERE / "plain.tiff")
    rgb(seed=34).save(HERE / "lzw.tiff", compression="tiff_lzw")
    rgb(seed=35).save(HERE / "deflate.tiff", compression="tiff_adobe_deflate")
    rgb(seed=36).save(HERE / "jpeg.tiff", compression="jpeg", quality=85)
    rgb(seed=37).convert("CMYK").save(HERE / "cmyk.tiff", compression="tiff_lzw")
    rgb(seed=38).convert("1").save(HERE / "group4.tiff", compression="group4")
    rgb(seed=39).convert("L").save(HERE / "grey.tiff", compression="packbits")
    rgb(seed=40).quantize(40).save(HERE / "palette.tiff", compression="tiff_lzw")
    Image.fromarray((scene(160, 120, 41)[:, :, 0] * 600).astype(np.uint16)).save(HERE / "grey-16bit.tiff", compression="tiff_lzw")
    rgb(seed=42).save(HERE / "two-pages.tiff", save_all=True, append_images=[rgb(seed=43)], compression="tiff_lzw")

    rgb(100, 75, 44).save(HERE / "rgb.bmp")
    rgb(seed=45).quantize(64).save(HERE / "palette.bmp")
    rgb(seed=46).convert("L").save(HERE / "grey.bmp")
    rgb(seed=47).convert("1").save(HERE / "bilevel.bmp")
    with_alpha(rgb(80, 60, 48)).save(HERE / "rgba.bmp")


def write_rgb_16bit(path, picture):
    """Pillow does not write PNG with 16 bits a colour."""
    import zlib
    height, width, _ = picture.shape
    rows = (picture * 65535).astype(">u2").reshape(height, -1)
    data = zlib.compress(b"".join(b"\0" + row.tobytes() for row in rows), 9)
    chunks = [(b"IHDR", struct.pack(">IIBBBBB", width, height, 16, 2, 0, 0, 0)), (b"IDAT", data), (b"IEND", b"")]
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks))


def small_frame(path):
    """A canvas of 160 x 120 with a first frame of 100 x 80 at (40, 20)."""
    frame = rgb(100, 80, 49).quantize(32)
    frame.save(path)
    data = bytearray(path.read_bytes())
    data[6:10] = struct.pack("<HH", 160, 120)
    at = 13 + (3 << (data[10] & 7) + 1)
    while data[at] == 0x21:
        at += 2
        while data[at]:
            at += 1 + data[at]
        at += 1
    data[at + 1:at + 5] = struct.pack("<HH", 40, 20)
    path.write_bytes(data)


def interlace():
    """Adam7, which Pillow does not write either."""
    import zlib
    pixels = np.asarray(Image.open(HERE / "interlaced.png"))
    height, width, _ = pixels.shape
    data = b""
    for x, y, dx, dy in ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)):
        data += b"".join(b"\0" + row.tobytes() for row in pixels[y::dy, x::dx])
    chunks = [(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 1)), (b"IDAT", zlib.compress(data, 9)), (b"IEND", b"")]
    (HERE / "interlaced.png").write_bytes(b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks))


def main():
    make()
    interlace()
    with open(HERE / "fingerprints.csv", "w", newline="") as f:
        table = csv.writer(f, lineterminator="\n")
        table.writerow(["file", "width", "height", "format", "phash", "dhash", "ahash"])
        for path in sorted(HERE.iterdir()):
            if path.suffix in (".jpg", ".png", ".webp", ".gif", ".tiff", ".bmp"):
                image = Image.open(path)
                table.writerow([path.name, image.width, image.height, image.format.lower(), imagehash.phash(image), imagehash.dhash(image),
                                imagehash.average_hash(image)])


if __name__ == "__main__":
    main()
