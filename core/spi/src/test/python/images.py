"""Writes the pictures of ../resources/images and what Pillow reads from them, as the golden files of ImageDecoderTest.

Run by hand, with pillow and numpy installed: python images.py
expected.json has the size and the SHA-256 of `Image.open(file).convert("RGB")` of every picture. Made with Pillow 13.0.0.
"""

import hashlib
import json
import pathlib
import struct
import zlib

import numpy
from PIL import Image, ImageCms

FOLDER = pathlib.Path(__file__).parent.parent / "resources" / "images"
WIDTH, HEIGHT = 37, 29
RNG = numpy.random.default_rng(17)


def smooth(bands):
    """A soft picture with some noise, as photographs are."""
    y, x = numpy.mgrid[0:HEIGHT, 0:WIDTH]
    waves = [128 + 100 * numpy.sin(x / (3 + band) + band) * numpy.cos(y / (4 + band)) for band in range(bands)]
    picture = numpy.stack(waves, axis=-1) + RNG.normal(0, 8, (HEIGHT, WIDTH, bands))
    return numpy.clip(picture, 0, 255).astype(numpy.uint8)


def png(name, depth, kind, rows, interlaced=0):
    """A PNG of a kind that Pillow does not write."""

    def chunk(tag, data):
        return struct.pack(">I", len(data)) + tag + data + struct.pack(">I", zlib.crc32(tag + data))

    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, depth, kind, 0, 0, interlaced)
    data = zlib.compress(b"".join(b"\0" + row for row in rows))
    (FOLDER / name).write_bytes(
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")
    )


def adam7(levels):
    """The scan lines of the seven passes of an interlaced picture."""
    for x, y, dx, dy in [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]:
        yield from (row.tobytes() for row in levels[y::dy, x::dx])


def save(name, picture, **options):
    picture.save(FOLDER / name, **options)


rgb = Image.fromarray(smooth(3))
alpha = Image.fromarray(smooth(1)[:, :, 0])
rgba = rgb.copy()
rgba.putalpha(alpha)
grey = Image.fromarray(smooth(1)[:, :, 0])
palette = rgb.quantize(16)

save("rgb.png", rgb)
save("rgba.png", rgba)
save("grey.png", grey)
save("grey-alpha.png", Image.merge("LA", [grey, alpha]))
save("bits.png", grey.convert("1"))
save("palette.png", palette)
save("palette-transparent.png", palette, transparency=3)
save("grey-transparent.png", grey, transparency=77)
save("profile.png", rgb, icc_profile=ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
wide = RNG.integers(0, 65536, (HEIGHT, WIDTH, 4)).astype(">u2")
png("grey-16.png", 16, 0, [row.tobytes() for row in wide[:, :, 0]])
png("rgb-16.png", 16, 2, [row.tobytes() for row in wide[:, :, :3]])
png("grey-alpha-16.png", 16, 4, [row.tobytes() for row in wide[:, :, :2]])
png("rgba-16.png", 16, 6, [row.tobytes() for row in wide])
png("grey-2.png", 2, 0, [bytes(RNG.integers(0, 256, (WIDTH + 3) // 4, numpy.uint8)) for _ in range(HEIGHT)])
png("grey-4.png", 4, 0, [bytes(RNG.integers(0, 256, (WIDTH + 1) // 2, numpy.uint8)) for _ in range(HEIGHT)])
png("interlaced.png", 8, 2, list(adam7(smooth(3))), 1)

profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
red = profile.index(b"rXYZ", 128)
place = struct.unpack(">I", profile[red + 4 : red + 8])[0]
profile[place + 8 : place + 12] = struct.pack(">i", 52000)
save("444.jpg", rgb, quality=90, subsampling=0)
save("422.jpg", rgb, quality=80, subsampling=1)
save("420.jpg", rgb, quality=75, subsampling=2)
save("progressive.jpg", rgb, quality=75, progressive=True)
save("grey.jpg", grey, quality=80)
save("profile.jpg", rgb, quality=80, icc_profile=bytes(profile))
save("turned.jpg", rgb, quality=80, exif=b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0")
save("cmyk.jpg", rgb.convert("CMYK"), quality=80)

save("palette.gif", palette)
save("transparent.gif", palette, transparency=3)
save("animated.gif", palette, save_all=True, append_images=[grey.quantize(16)], duration=40)

save("rgb.bmp", rgb)
save("grey.bmp", grey)
save("palette.bmp", palette)
save("bits.bmp", grey.convert("1"))

expected = {}
for file in sorted(FOLDER.iterdir()):
    if file.suffix != ".json":
        with Image.open(file) as picture:
            pixels = picture.convert("RGB")
        expected[file.name] = {"size": list(pixels.size), "sha256": hashlib.sha256(pixels.tobytes()).hexdigest()}
(FOLDER / "expected.json").write_text(json.dumps(expected, indent=1) + "\n")
