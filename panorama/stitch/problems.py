"""Why a ring of photos is refused: which photos, and what to do about it."""

from foundation.errors import Kind, Problem


class TooFewPhotos(Problem):
    """A ring needs more."""

    code = "stitch.too_few"
    zh = (
        "只有 {count} 张照片，至少需要 {least} 张。请站在原地转一圈，"
        "每张与前一张重叠一半，共拍 12 张以上。"
    )
    en = (
        "{count} photos are too few; {least} are needed. Turn once on the spot and take 12 or "
        "more, each sharing half of the one before."
    )


class TooManyPhotos(Problem):
    """More than are worth the time."""

    kind = Kind.TOO_LARGE
    code = "stitch.too_many"
    zh = "有 {count} 张照片，最多 {most} 张。请每隔一张去掉一张，保留重叠一半的一圈。"
    en = "{count} photos are too many; {most} at most. Leave out every other one."


class NotAPhoto(Problem):
    """The file is no picture, or only part of one."""

    kind = Kind.UNREADABLE
    code = "stitch.not_a_photo"
    zh = "第 {number} 张（{name}）不是完整的 JPEG 或 PNG 照片。请重新导出或重拍这一张。"
    en = "Photo {number} ({name}) is not a whole JPEG or PNG picture. Export or take it again."


class HeicPhoto(Problem):
    """An iPhone's own format, which is not read here."""

    kind = Kind.WRONG_TYPE
    code = "stitch.heic"
    zh = (
        "第 {number} 张（{name}）是 HEIC 格式。"
        "请在手机“设置-相机-格式”中选“兼容性最佳”后重拍，或先转成 JPEG。"
    )
    en = (
        "Photo {number} ({name}) is HEIC. Choose “Most Compatible” in the phone's camera formats "
        "and take it again, or convert it to JPEG."
    )


class PhotoTooLarge(Problem):
    """It would fill the memory when opened."""

    kind = Kind.TOO_LARGE
    code = "stitch.too_large"
    zh = "第 {number} 张（{name}）太大（{size}），最多 {most}。请用普通拍照模式重拍。"
    en = "Photo {number} ({name}) is too large ({size}; {most} at most). Use the normal photo mode."


class PhotoTooSmall(Problem):
    """Too few pixels to find anything in."""

    code = "stitch.too_small"
    zh = "第 {number} 张（{name}）只有 {size}，短边至少要 {least_px} 像素。请用原图，不要用缩略图。"
    en = (
        "Photo {number} ({name}) is only {size}; its shorter side needs {least_px} pixels. "
        "Use the original, not a thumbnail."
    )


class SizesDiffer(Problem):
    """Another camera, zoom or orientation within one ring."""

    code = "stitch.sizes_differ"
    zh = (
        "第 {number} 张（{name}）是 {size}，其余照片是 {usual}。"
        "请用同一部手机、同一方向、不变焦重拍这一张。"
    )
    en = (
        "Photo {number} ({name}) is {size}, the others are {usual}. Take it again with the same "
        "phone, held the same way, without zooming."
    )


class PhotoBlurred(Problem):
    """Shaken or out of focus."""

    code = "stitch.blurred"
    zh = "第 {number} 张（{name}）比其他照片模糊得多。请拿稳手机，在同一方向重拍这一张。"
    en = (
        "Photo {number} ({name}) is far less sharp than the others. Hold still and take it again "
        "in the same direction."
    )


class PhotoWithoutLight(Problem):
    """All black or all white."""

    code = "stitch.without_light"
    zh = "第 {number} 张（{name}）几乎全{what_zh}，看不出内容。请调整光线或曝光后重拍这一张。"
    en = (
        "Photo {number} ({name}) is nearly all {what_en} and shows nothing. Mend light or exposure "
        "and take it again."
    )


class ExposureDiffers(Problem):
    """Neighbours of which one is several times brighter."""

    code = "stitch.exposure_differs"
    zh = "第 {first} 张和第 {second} 张的亮度相差约 {times} 倍。请锁定曝光后重拍这两张。"
    en = (
        "Photos {first} and {second} differ about {times} times in brightness. Lock the exposure "
        "and take both again."
    )


class SamePhoto(Problem):
    """Taken in the same direction, or the same file twice."""

    code = "stitch.same_photo"
    zh = "第 {first} 张和第 {second} 张拍的是同一方向。请去掉其中一张。"
    en = "Photos {first} and {second} show the same direction. Leave one of them out."


class OverlapTooSmall(Problem):
    """Neighbours that share too little to be joined."""

    code = "stitch.overlap_too_small"
    zh = "第 {first} 张和第 {second} 张重叠太少，请在两者之间补拍一张。"
    en = "Photos {first} and {second} share too little. Take one more between them."


class DoesNotFit(Problem):
    """Neighbours that share enough but do not lie on each other."""

    code = "stitch.does_not_fit"
    zh = (
        "第 {first} 张和第 {second} 张对不齐（相差约 {off_deg}°）。"
        "请以手机为轴原地转动、不要移动位置，重拍这两张。"
    )
    en = (
        "Photos {first} and {second} do not lie on each other (off by about {off_deg}°). Turn "
        "about the phone without moving it and take both again."
    )


class PhotoOutsideRing(Problem):
    """A photo that joins none of the others."""

    code = "stitch.outside_ring"
    zh = "第 {number} 张（{name}）与其他照片都接不上。如果不属于这一圈请去掉，否则请重拍这一张。"
    en = (
        "Photo {number} ({name}) joins none of the others. Leave it out if it does not belong to "
        "this ring, else take it again."
    )


class RingOpen(Problem):
    """The last photo does not reach the first."""

    code = "stitch.ring_open"
    zh = (
        "第 {last} 张和第 {first} 张之间没有接上，一圈没有合拢（拍到约 {span_deg}°）。"
        "请在两者之间补拍；只需要一部分时请选“非整圈”。"
    )
    en = (
        "The ring does not close between photos {last} and {first} (about {span_deg}° are there). "
        "Take what is missing between them, or say that it is a partial panorama."
    )


class HeldTooSlanted(Problem):
    """Far above or below the horizon, or turned on its side."""

    code = "stitch.slanted"
    zh = (
        "第 {number} 张（{name}）没有拿平，"
        "偏离其他照片约 {off_deg}°。请把手机拿平后在同一方向重拍这一张。"
    )
    en = (
        "Photo {number} ({name}) was not held level, about {off_deg}° off the others. Hold the "
        "phone level and take it again in the same direction."
    )


class NotAPanorama(Problem):
    """A single picture that does not show a whole turn."""

    code = "stitch.not_a_panorama"
    zh = (
        "{name} 是 {size}，不是 2:1 的全景图。"
        "请给出全景相机导出的 2:1 图片，或一圈至少 {least} 张照片。"
    )
    en = (
        "{name} is {size}, not a 2:1 panorama. Give the 2:1 picture a 360° camera exports, or a "
        "ring of at least {least} photos."
    )


class TookTooLong(Problem):
    """The time for one ring is over."""

    kind = Kind.UNAVAILABLE
    code = "stitch.took_too_long"
    zh = "拼接超过 {most_s} 秒，已停止。请减少照片数量后再试。"
    en = "Stitching took more than {most_s} s and was stopped. Try again with fewer photos."


class FolderTaken(Problem):
    """Something else would be overwritten."""

    kind = Kind.CONFLICT
    code = "stitch.folder_taken"
    zh = "文件夹 {folder} 里已有别的内容。请另选一个空文件夹。"
    en = "The folder {folder} holds something else. Choose an empty one."


class NotAFolder(Problem):
    """A file lies where the room's folder should be."""

    kind = Kind.CONFLICT
    code = "stitch.not_a_folder"
    zh = "{name} 是一个文件，不是文件夹。请另选一个文件夹。"
    en = "{name} is a file, not a folder. Choose a folder."
