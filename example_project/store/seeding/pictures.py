"""Photos for the sample reviews, drawn from a few shapes in the colours of the shop. Needs Pillow."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

from PIL import Image, ImageDraw, ImageFilter

WIDTH, HEIGHT = 400, 300  # the units all shapes below are drawn in
SCALE = 4  # drawn this large, then made smaller, so that edges are smooth
SIZE = (1000, 750)

WALL, TABLE, OAK, OAK_DARK = "#f4ebde", "#ddc8ae", "#b88a5c", "#8d6642"
CLAY, CLAY_LIGHT, OAT, TEA = "#c67f5f", "#d99a7c", "#dccfba", "#5d4033"
INK, SAGE, SAGE_DARK, LINEN = "#3a3733", "#a3b8a4", "#6b8570", "#fbf6ed"
BLUE, BLUE_DARK, BRASS, SKY, NIGHT, GLOW = "#46607a", "#354b61", "#cda06b", "#d3e2e6", "#2b3644", "#ffe7b0"

Box = tuple[float, float, float, float]
Points = list[tuple[float, float]]


class Scene:
    """A wall, a table and what stands on it."""

    def __init__(self, wall: str = WALL, table: str = TABLE, edge: float = 205) -> None:
        self.image = Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE), wall)
        self.draw = ImageDraw.Draw(self.image)
        self.box((0, edge, WIDTH, HEIGHT), table)

    def box(self, box: Box, colour: str, radius: float = 0) -> None:
        self.draw.rounded_rectangle([n * SCALE for n in box], radius * SCALE, colour)

    def oval(self, box: Box, colour: str) -> None:
        self.draw.ellipse([n * SCALE for n in box], colour)

    def half_oval(self, box: Box, colour: str) -> None:
        self.draw.pieslice([n * SCALE for n in box], 180, 360, colour)

    def shape(self, points: Points, colour: str) -> None:
        self.draw.polygon([(x * SCALE, y * SCALE) for x, y in points], colour)

    def line(self, points: Points, colour: str, width: float) -> None:
        self.draw.line([(x * SCALE, y * SCALE) for x, y in points], colour, round(width * SCALE), "curve")
        for x, y in points:
            self.oval((x - width / 2, y - width / 2, x + width / 2, y + width / 2), colour)

    def ring(self, box: Box, colour: str, width: float) -> None:
        self.draw.ellipse([n * SCALE for n in box], outline=colour, width=round(width * SCALE))

    def blurred(self, points: Points, colour: str, strength: float, blur: float) -> None:
        """Lay a soft patch of light or shadow over what is there."""
        mask = Image.new("L", (WIDTH, HEIGHT))
        ImageDraw.Draw(mask).polygon(points, round(255 * strength))
        mask = mask.filter(ImageFilter.GaussianBlur(blur)).resize(self.image.size, Image.Resampling.BILINEAR)
        self.image.paste(Image.new("RGB", self.image.size, colour), mask=mask)
        self.draw = ImageDraw.Draw(self.image)

    def shadow(self, x: float, y: float, width: float) -> None:
        left, right = x - width / 2, x + width / 2
        self.blurred([(left, y - 5), (right + 26, y - 5), (right, y + 9)], INK, 0.5, 7)

    def daylight(self) -> None:
        self.blurred([(20, 0), (130, 0), (290, 300), (150, 300)], "#ffffff", 0.35, 14)

    def as_jpeg(self) -> bytes:
        file = BytesIO()
        self.image.resize(SIZE, Image.Resampling.BOX).save(file, "JPEG", quality=90)
        return file.getvalue()


def _mug(scene: Scene, x: float, y: float, size: float = 1) -> None:
    """Put a mug on the table; ``x`` and ``y`` are the middle of its foot."""

    def at(left: float, top: float, right: float, bottom: float) -> Box:
        return x + left * size, y + top * size, x + right * size, y + bottom * size

    scene.shadow(x, y, 96 * size)
    scene.ring(at(30, -82, 78, -30), CLAY, 11 * size)
    scene.box(at(-46, -104, 46, 0), OAT, 24 * size)
    scene.box(at(-46, -104, 46, -36), CLAY)
    scene.oval(at(-46, -50, 46, -26), CLAY)
    scene.box(at(-36, -92, -28, -14), CLAY_LIGHT, 4 * size)
    scene.oval(at(-46, -116, 46, -92), CLAY_LIGHT)
    scene.oval(at(-38, -112, 38, -96), TEA)


def _window(scene: Scene, sky: str) -> None:
    scene.box((250, 18, 372, 168), LINEN)
    for left, top in ((258, 26), (315, 26), (258, 97), (315, 97)):
        scene.box((left, top, left + 49, top + 63), sky)


def _book(scene: Scene, x: float, y: float) -> None:
    scene.shadow(x, y + 18, 150)
    for side in (-1, 1):
        scene.shape([(x, y - 12), (x + side * 78, y - 24), (x + side * 92, y + 18), (x, y + 30)], LINEN)
        for row in range(3):
            for column in range(6):
                dot_x, dot_y = x + side * (14 + column * 11 + row * 2), y - 8 + row * 11 - column * 1.6
                scene.oval((dot_x - 1, dot_y - 1, dot_x + 1, dot_y + 1), "#b9b0a2")
    scene.line([(x, y - 12), (x, y + 30)], "#d8cdbd", 2)


def _lamp(scene: Scene, x: float, y: float) -> None:
    """Put the lamp on the table; it leans over to the right."""
    scene.shadow(x, y, 90)
    scene.oval((x - 44, y - 18, x + 44, y + 2), BLUE_DARK)
    scene.oval((x - 44, y - 22, x + 44, y - 4), BLUE)
    scene.line([(x, y - 13), (x - 26, y - 96), (x + 46, y - 150)], BLUE, 7)
    scene.oval((x - 35, y - 105, x - 17, y - 87), BRASS)
    scene.half_oval((x + 30, y - 164, x + 124, y - 84), BLUE)
    scene.oval((x + 30, y - 132, x + 124, y - 116), "#f8dd8f")
    scene.oval((x + 38, y - 158, x + 54, y - 142), BRASS)


def mug_on_table() -> Scene:
    scene = Scene()
    scene.daylight()
    _mug(scene, 200, 246, 1.25)
    return scene


def mug_on_felt() -> Scene:
    scene = Scene("#e9e4dc", "#efe7da", 180)
    scene.oval((112, 222, 288, 270), "#7d8a80")
    _mug(scene, 200, 248)
    scene.daylight()
    return scene


def two_mugs() -> Scene:
    scene = Scene("#efe0cf", OAK, 200)
    _mug(scene, 130, 244)
    _mug(scene, 268, 258, 1.1)
    return scene


def chipped_mug() -> Scene:
    scene = Scene("#e6ddd0", "#cdb698", 230)
    _mug(scene, 180, 282, 2.1)
    scene.shape([(252, 150), (270, 146), (276, 160), (262, 172), (250, 164)], LINEN)
    scene.shape([(257, 153), (267, 151), (270, 160), (261, 166)], "#e5d7c2")
    return scene


def lamp_at_night() -> Scene:
    scene = Scene("#4a4f57", "#5d4b3a", 225)
    _window(scene, NIGHT)
    scene.blurred([(124, 140), (216, 140), (300, 300), (50, 300)], GLOW, 0.5, 16)
    _lamp(scene, 92, 262)
    return scene


def lamp_by_day() -> Scene:
    scene = Scene()
    _window(scene, SKY)
    scene.daylight()
    _lamp(scene, 90, 252)
    _book(scene, 236, 246)
    return scene


def _checks(scene: Scene, left: float, top: float, columns: int, rows: int) -> None:
    """Weave a wide check, 22 units to a field."""
    for row in range(rows):
        for column in range(columns):
            colour = (LINEN, SAGE, SAGE_DARK)[(row % 2) + (column % 2)]
            x, y = left + column * 22, top + row * 22
            scene.box((x, y, x + 22, y + 22), colour)
    for thread in range(columns * 4):
        x = left + 3 + thread * 5.5
        scene.line([(x, top + rows * 22), (x - 2, top + rows * 22 + 12)], LINEN, 1.6)


def throw_on_sofa() -> Scene:
    scene = Scene("#efe7da", "#c9b59c", 250)
    scene.box((30, 96, 370, 230), "#8f8578", 26)
    scene.box((44, 176, 356, 262), "#a1978a", 20)
    _checks(scene, 150, 84, 6, 6)
    scene.daylight()
    return scene


def throw_folded() -> Scene:
    scene = Scene("#e4ded4", "#cbbba6", 262)
    scene.box((96, 30, 112, 280), OAK_DARK)
    scene.box((288, 30, 304, 280), OAK_DARK)
    scene.box((90, 170, 310, 188), OAK, 4)
    _checks(scene, 134, 60, 6, 7)
    return scene


def notebook() -> Scene:
    scene = Scene(OAK, OAK, 0)
    _book(scene, 190, 150)
    scene.line([(190, 178), (196, 214), (186, 238)], CLAY, 4)
    for end in (-7, 0, 7):
        scene.line([(186, 238), (186 + end, 252)], CLAY, 1.4)
    scene.line([(306, 96), (336, 214)], INK, 8)
    return scene


def teapot() -> Scene:
    scene = Scene("#f1e6d8", LINEN, 196)
    scene.shadow(178, 258, 180)
    scene.line([(112, 168), (116, 104), (178, 78), (240, 104), (244, 168)], BRASS, 8)
    scene.line([(236, 206), (268, 190), (288, 150)], BLUE_DARK, 18)
    scene.oval((90, 140, 266, 264), BLUE)
    scene.oval((132, 134, 224, 158), "#62809a")
    scene.oval((166, 120, 190, 142), BRASS)
    scene.line([(118, 200), (126, 180), (140, 168)], "#7d94a8", 7)
    _mug(scene, 330, 262, 0.62)
    return scene


def plant_on_sill() -> Scene:
    scene = Scene("#e9e2d6", LINEN, 226)
    _window(scene, SKY)
    scene.shadow(170, 252, 120)
    for x, y in ((118, 92), (146, 62), (186, 54), (222, 88), (104, 134), (236, 136), (170, 100)):
        scene.line([(170, 180), (x, y)], SAGE_DARK, 3)
        scene.oval((x - 20, y - 13, x + 20, y + 13), "#7da07c")
    scene.shape([(118, 168), (222, 168), (206, 250), (134, 250)], CLAY)
    scene.box((110, 156, 230, 178), CLAY_LIGHT, 5)
    scene.box((112, 246, 228, 258), OAT, 5)
    return scene


PICTURES: dict[str, Callable[[], Scene]] = {
    draw.__name__: draw
    for draw in (
        mug_on_table,
        mug_on_felt,
        two_mugs,
        chipped_mug,
        lamp_at_night,
        lamp_by_day,
        throw_on_sofa,
        throw_folded,
        notebook,
        teapot,
        plant_on_sill,
    )
}


def draw_photo(name: str) -> bytes:
    """Return the JPEG of a picture in ``PICTURES``."""
    return PICTURES[name]().as_jpeg()
