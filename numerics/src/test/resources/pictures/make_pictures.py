"""Makes picture files of every layout, and what Pillow reads from them.

    make_pictures.py FOLDER few|many

Writes the files and FOLDER/expected.tsv: name, width, height, tolerance in levels, SHA-256 of the
RGB bytes; beside each file NAME.rgb with the bytes themselves where a tolerance is needed or
"many" are made. "few" are small enough to be checked in.
"""
import hashlib
import io
import random
import struct
import sys
import zlib
from pathlib import Path

from PIL import Image

folder, many = Path(sys.argv[1]), sys.argv[2] == "many"
folder.mkdir(parents=True, exist_ok=True)
draw = random.Random(7)
rows = []


def scene(width, height, mode="RGB"):
    """Smooth colours with edges and some noise, so that sampling and rounding show."""
    image = Image.new("RGB", (width, height))
    a, b, c = draw.random(), draw.random(), draw.random()
    for y in range(height):
        for x in range(width):
            edge = 90 if (x * 3 + y * 2) // 11 % 2 else 0
            image.putpixel((x, y), (
                int(255 * x / width * a + edge + draw.randrange(9)) % 256,
                int(255 * y / height * b + draw.randrange(9)) % 256,
                int(120 * c + edge + 60 * (x + y) / (width + height)) % 256))
    return image if mode == "RGB" else image.convert(mode)


def rgb(content):
    """The right pixels: colours on white where there is transparency, else as Pillow converts."""
    image = Image.open(io.BytesIO(content))
    image.load()
    if image.mode in ("LA", "PA", "RGBA") or "transparency" in image.info:
        image = image.convert("RGBA")
        image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image)
    return image.convert("RGB")


def keep(name, content, tolerance=0, pixels=None):
    image = rgb(content) if pixels is None else pixels
    data = image.tobytes()
    (folder / name).write_bytes(content)
    if many or tolerance:
        (folder / (name + ".rgb")).write_bytes(data)
    rows.append((name, image.width, image.height, tolerance, hashlib.sha256(data).hexdigest()))


def saved(image, **options):
    out = io.BytesIO()
    image.save(out, **options)
    return out.getvalue()


# JPEG ------------------------------------------------------------------------------------------

def segments(content):
    """(marker, whole segment) up to the end; a scan's data belong to its header."""
    at, found = 2, []
    while content[at + 1] != 0xD9:
        end = at + 2 + struct.unpack(">H", content[at + 2:at + 4])[0]
        if content[at + 1] == 0xDA:
            while content[end] != 0xFF or content[end + 1] in (0, *range(0xD0, 0xD8)):
                end += 1
        found.append((content[at + 1], content[at:end]))
        at = end
    return found


def joined(parts):
    return b"\xff\xd8" + b"".join(part for _, part in parts) + b"\xff\xd9"


def segment(marker, data):
    return marker, bytes([0xFF, marker]) + struct.pack(">H", len(data) + 2) + data


def with_ids(content, ids):
    """Other component ids in the frame and in every scan."""
    parts = []
    old = None
    for marker, part in segments(content):
        part = bytearray(part)
        if marker in (0xC0, 0xC1, 0xC2):
            old = [part[10 + 3 * i] for i in range(part[9])]
            for i in range(part[9]):
                part[10 + 3 * i] = ids[i]
        elif marker == 0xDA:
            for i in range(part[4]):
                part[5 + 2 * i] = ids[old.index(part[5 + 2 * i])]
        parts.append((marker, bytes(part)))
    return joined(parts)


def without(content, *markers):
    return joined([(m, p) for m, p in segments(content) if m not in markers])


def adobe(transform):
    return segment(0xEE, b"Adobe" + struct.pack(">HHHB", 100, 0, 0, transform))


def sampled(image, factors, **options):
    """Any sampling: Pillow writes a few; the others are written by hand, as baseline."""
    return saved(image, format="JPEG", subsampling=factors, **options)


JFIF = segment(0xE0, b"JFIF\0\1\1\0\0\1\0\1\0\0")


class Bits:
    def __init__(self):
        self.out, self.value, self.count = bytearray(), 0, 0

    def put(self, value, count):
        for i in range(count - 1, -1, -1):
            self.value = self.value << 1 | value >> i & 1
            self.count += 1
            if self.count == 8:
                self.out.append(self.value)
                if self.value == 0xFF:
                    self.out.append(0)
                self.value = self.count = 0

    def end(self):
        while self.count:
            self.put(1, 1)
        return bytes(self.out)


def coded(width, height, factors, transform=None, restart=0):
    """A baseline file of random blocks with these sampling factors (h, v), one a component: every
    coefficient is drawn, so no encoder stands between the format and the decoder."""
    n = len(factors)
    parts = [JFIF] if transform is None and n == 3 else []
    if transform is not None:
        parts.append(adobe(transform))
    parts.append(segment(0xDB, bytes([0]) + bytes([6] * 64)))
    frame = struct.pack(">BHHB", 8, height, width, n)
    for i, (h, v) in enumerate(factors):
        frame += bytes([i + 1, h << 4 | v, 0])
    parts.append(segment(0xC0, frame))
    # DC: sizes 0..7 in 3 or 4 bits; AC: end of block and runs of 0..3 with sizes 1..3, in 4 bits.
    ac_symbols = [0x00] + [r << 4 | s for r in range(4) for s in range(1, 4)]
    parts.append(segment(0xC4, bytes([0x00] + [0] * 3 + [8] + [0] * 12) + bytes(range(8))))
    parts.append(segment(0xC4, bytes([0x10] + [0] * 3 + [13] + [0] * 12) + bytes(ac_symbols)))
    if restart:
        parts.append(segment(0xDD, struct.pack(">H", restart)))
    most_h, most_v = max(h for h, _ in factors), max(v for _, v in factors)
    across, down = -(-width // (8 * most_h)), -(-height // (8 * most_v))
    scan = struct.pack(">B", n) + b"".join(bytes([i + 1, 0]) for i in range(n)) + bytes([0, 63, 0])
    data, bits, last = b"", Bits(), [0] * n
    levels = [0] * n

    def block(i):
        target = draw.randrange(-60, 61)
        diff = target - last[i]
        last[i] = target
        size = min(7, abs(diff).bit_length())
        bits.put(size, 4)
        if size:
            bits.put(diff if diff > 0 else diff + (1 << size) - 1, size)
        at = 1
        for _ in range(draw.randrange(5)):
            run, size = draw.randrange(4), draw.randrange(1, 4)
            if at + run > 63:
                break
            bits.put(ac_symbols.index(run << 4 | size), 4)
            bits.put(draw.randrange(1 << size), size)
            at += run + 1
        if at < 64:
            bits.put(0, 4)

    if n == 1:  # a scan of one component has its blocks alone
        across, down, units = -(-width // 8), -(-height // 8), [(1, 1)]
    else:
        units = factors
    for mcu in range(across * down):
        if restart and mcu and mcu % restart == 0:
            data += bits.end() + bytes([0xFF, 0xD0 + (mcu // restart - 1) % 8])
            bits, last = Bits(), [0] * n
        for i, (h, v) in enumerate(units):
            for _ in range(h * v):
                block(i)
    marker, head = segment(0xDA, scan)
    parts.append((marker, head + data + bits.end()))
    return joined(parts)


LAYOUTS = {
    "444": [(1, 1)] * 3,
    "422": [(2, 1), (1, 1), (1, 1)],
    "420": [(2, 2), (1, 1), (1, 1)],
    "440": [(1, 2), (1, 1), (1, 1)],
    "411": [(4, 1), (1, 1), (1, 1)],
    "410": [(4, 2), (1, 1), (1, 1)],
    "441": [(1, 4), (1, 1), (1, 1)],
    "422-twice": [(2, 2), (1, 2), (1, 2)],
    "440-twice": [(2, 2), (2, 1), (2, 1)],
    "mixed": [(2, 2), (1, 2), (2, 1)],
    "luma-halved": [(1, 1), (2, 2), (2, 2)],
}
SIZES = [(17, 13), (8, 8), (5, 3), (1, 1), (2, 9), (33, 18)] if many else [(19, 13)]

for layout, factors in LAYOUTS.items():
    for width, height in SIZES:
        keep(f"coded-{layout}-{width}x{height}.jpg", coded(width, height, factors))
    keep(f"restarts-{layout}.jpg", coded(21, 23, factors, restart=1))
for transform in (0, 1, 2):
    keep(f"adobe-{transform}.jpg", coded(12, 10, [(1, 1)] * 3, transform=transform))
    for layout, factors in (("444", [(1, 1)] * 4), ("420", [(2, 2), (1, 1), (1, 1), (2, 2)])):
        keep(f"inks-adobe-{transform}-{layout}.jpg", coded(17, 12, factors, transform=transform))
keep("inks-no-marker.jpg", coded(12, 10, [(1, 1)] * 4))
keep("grey-factors-22.jpg", coded(19, 13, [(2, 2)]))

for width, height in SIZES:
    for progressive in (False, True):
        kind = f"{'progressive' if progressive else 'baseline'}-{width}x{height}"
        for sampling in ("4:4:4", "4:2:2", "4:2:0", "4:4:0", "4:1:1"):
            for quality in (30, 75, 95) if many else (75,):
                try:
                    content = sampled(scene(width, height), sampling, quality=quality,
                                      progressive=progressive, optimize=True)
                except (ValueError, TypeError):
                    continue
                keep(f"{kind}-{sampling.replace(':', '')}-{quality}.jpg", content)
        keep(f"{kind}-grey.jpg",
             saved(scene(width, height, "L"), format="JPEG", progressive=progressive))
        keep(f"{kind}-inks.jpg",
             saved(scene(width, height, "CMYK"), format="JPEG", progressive=progressive))

base = sampled(scene(19, 13), "4:2:0", quality=80)
for name, ids in (("123", (1, 2, 3)), ("012", (0, 1, 2)), ("RGB", (82, 71, 66)),
                  ("rgb", (114, 103, 98)), ("YCC", (89, 67, 99)), ("34-35-36", (34, 35, 36)),
                  ("1-34-35", (1, 34, 35)), ("200-201-202", (200, 201, 202))):
    content = with_ids(base, ids)
    bare = without(content, 0xE0)
    keep(f"ids-{name}-jfif.jpg", content)
    keep(f"ids-{name}-none.jpg", bare)
    for transform in (0, 1):
        parts = segments(bare)
        keep(f"ids-{name}-adobe-{transform}.jpg", joined([adobe(transform)] + parts))
        keep(f"ids-{name}-jfif-adobe-{transform}.jpg", joined([JFIF, adobe(transform)] + parts))
bare = segments(without(base, 0xE0))
keep("jfif-too-short.jpg", joined([segment(0xE0, b"JFIF\0\1\1")] + segments(with_ids(joined(bare), (82, 71, 66)))))
keep("jfif-late.jpg", joined(bare[:2] + [JFIF] + bare[2:]))
for profile, data in (("nonsense", b"ICC_PROFILE\0\1\1" + bytes(range(200))),
                      ("empty", b"ICC_PROFILE\0\1\1"),
                      ("second-of-three", b"ICC_PROFILE\0\2\3" + bytes(90)),
                      ("cut", b"ICC_PROFILE\0\1")):
    keep(f"profile-{profile}.jpg", joined([JFIF, segment(0xE2, data)] + bare), pixels=rgb(base))
keep("comment-and-padding.jpg", joined([JFIF, segment(0xFE, b"words"), (0, b"\xff\xff")] + bare))
keep("after-the-end.jpg", base + b"more" * 5)


def exif(orientation):
    return b"Exif\0\0II*\0\x08\0\0\0\1\0\x12\1\3\0\1\0\0\0" + struct.pack("<HH", orientation, 0) + bytes(4)


for orientation in (1, 3, 6, 8, 0, 99):
    keep(f"exif-{orientation}.jpg", joined([JFIF, segment(0xE1, exif(orientation))] + bare))
keep("exif-harmed.jpg", joined([JFIF, segment(0xE1, exif(6)[:17])] + bare))

# PNG -------------------------------------------------------------------------------------------


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


PASSES = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]
CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}


def png(width, height, depth, colour, interlaced=False, extra=(), top=None):
    """A PNG file of random samples with a random filter for each row, made by hand."""
    channels = CHANNELS[colour]
    bits = depth * channels
    most = (1 << depth) - 1 if top is None else top
    samples = [[[draw.randint(0, most) for _ in range(channels)] for _ in range(width)] for _ in range(height)]
    raw = bytearray()
    for left, upper, step_x, step_y in PASSES if interlaced else [(0, 0, 1, 1)]:
        columns, lines = range(left, width, step_x), range(upper, height, step_y)
        if not len(columns):
            continue
        before = bytes(-(-len(columns) * bits // 8))
        for y in lines:
            number = 0
            for x in columns:
                for sample in samples[y][x]:
                    number = number << depth | sample
            row = (number << -len(columns) * bits % 8).to_bytes(len(before), "big")
            raw += filtered(row, before, max(1, bits // 8))
            before = row
    head = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, int(interlaced))
    packed = zlib.compress(bytes(raw), 9)
    cut = len(packed) // 2
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + b"".join(extra)
            + chunk(b"IDAT", packed[:cut]) + chunk(b"IDAT", packed[cut:]) + chunk(b"IEND", b"")), samples


def filtered(row, before, back):
    kind = draw.randrange(5)
    out = bytearray([kind])
    for i, value in enumerate(row):
        a = row[i - back] if i >= back else 0
        b = before[i]
        c = before[i - back] if i >= back else 0
        p = a + b - c
        paeth = min((abs(p - a), 0, a), (abs(p - b), 1, b), (abs(p - c), 2, c))[2]
        out.append(value - (0, a, b, (a + b) // 2, paeth)[kind] & 0xFF)
    return out


def on_white(samples, depth, colour, transparent=None):
    """By the specification, not by Pillow: it clips 16-bit grey, and takes the upper byte."""
    top = (1 << depth) - 1
    image = Image.new("RGB", (len(samples[0]), len(samples)))
    for y, row in enumerate(samples):
        for x, sample in enumerate(row):
            alpha = sample[-1] / top if colour in (4, 6) else 0. if sample == transparent else 1.
            values = [sample[0]] * 3 if colour in (0, 4) else sample[:3]
            image.putpixel((x, y), tuple(int(255 * (v / top * alpha + 1 - alpha) + .5) for v in values))
    return image


png_sizes = [(1, 1), (3, 2), (5, 9), (13, 7), (16, 16)] if many else [(11, 6)]
for width, height in png_sizes:
    for interlaced in (False, True):
        tail = f"{width}x{height}{'-interlaced' if interlaced else ''}.png"
        for depth in (1, 2, 4, 8, 16):
            content, samples = png(width, height, depth, 0, interlaced)
            keep(f"grey-{depth}-{tail}", content, 1 if depth == 16 else 0, on_white(samples, depth, 0))
            key = samples[0][0]
            for colour in (0, 2) if depth >= 8 else (0,):
                state = draw.getstate()
                content, samples = png(width, height, depth, colour, interlaced)
                draw.setstate(state)
                key = samples[height // 2][width // 2]
                trns = chunk(b"tRNS", struct.pack(f">{len(key)}H", *key))
                content, samples = png(width, height, depth, colour, interlaced, [trns])
                keep(f"key-{depth}-{colour}-{tail}", content, 1 if depth == 16 else 0,
                     on_white(samples, depth, colour, key))
            if depth >= 8:
                for colour in (2, 4, 6):
                    content, samples = png(width, height, depth, colour, interlaced)
                    keep(f"colour-{depth}-{colour}-{tail}", content,
                         1 if depth == 16 or colour != 2 else 0, on_white(samples, depth, colour))
            if depth <= 8:
                entries = min(1 << depth, 200)
                palette = chunk(b"PLTE", bytes(draw.randrange(256) for _ in range(3 * entries)))
                content, _ = png(width, height, depth, 3, interlaced, [palette], entries - 1)
                keep(f"palette-{depth}-{tail}", content)
                trns = chunk(b"tRNS", bytes(draw.randrange(256) for _ in range(max(1, entries // 2))))
                content, _ = png(width, height, depth, 3, interlaced, [palette, trns], entries - 1)
                keep(f"palette-{depth}-transparent-{tail}", content, 1)
for name, extra in {
    "profile-nonsense": [chunk(b"iCCP", b"x\0\0" + zlib.compress(bytes(range(99))))],
    "profile-not-packed": [chunk(b"iCCP", b"x\0\0" + bytes(30))],
    "profile-empty": [chunk(b"iCCP", b"")],
    "gamma": [chunk(b"gAMA", struct.pack(">I", 100000))],
    "srgb-and-chromaticities": [chunk(b"sRGB", b"\0"), chunk(b"cHRM", bytes(32))],
    "exif-6": [chunk(b"eXIf", exif(6)[6:])],
    "background": [chunk(b"bKGD", struct.pack(">HHH", 255, 0, 0))],
    "significant-bits": [chunk(b"sBIT", bytes([5, 6, 5]))],
    "text-harmed": [chunk(b"zTXt", b"key\0\0" + bytes(9))],
    "palette-suggested": [chunk(b"PLTE", bytes(12))],
    "time-of-no-day": [chunk(b"tIME", bytes([255] * 7))],
    "physical-size-zero": [chunk(b"pHYs", bytes(9))],
}.items():
    content, samples = png(9, 5, 8, 2, extra=extra)
    keep(f"{name}.png", content, pixels=on_white(samples, 8, 2))

rows.sort()
(folder / "expected.tsv").write_text("".join("\t".join(map(str, row)) + "\n" for row in rows))
print(len(rows), "files,", sum(p.stat().st_size for p in folder.iterdir()), "bytes")
