"""The notice an applicant agrees to before the first frame (PIPL art. 14, 17): versioned text."""

from hashlib import sha256

from foundation.text import Bilingual

VERSION = "2026-11-25.2"  # .2: names the position
TEXT = Bilingual(
    "为核查您的经营场所，本次勘验将通过视频进行：\n"
    "· 用途：仅用于本次食品经营许可（含油烟治理）现场核查。\n"
    "· 内容：您拍摄的画面、声音、照片，以及您的签名；连线从头到尾录像。\n"
    "· 位置：连线期间读取手机定位和时钟误差，用来核对是否在登记的经营地址；只有照片拍下那一刻的"
    "位置随照片保存，其余不保存。您可以不允许定位，不影响勘验。\n"
    "· 保存：作为核查档案，按行政许可档案规定的期限保存，到期删除。\n"
    "· 谁能看：本案的核查人员和监督人员。\n"
    "· 您可以随时停止；不同意视频勘验不影响办理，我们会改为上门核查。",
    "To check your premises, this inspection is done by video:\n"
    "· Purpose: only the on-site check for this food-business licence (oil fume included).\n"
    "· Content: the pictures, sound and photos you take, and your signature; the call is "
    "recorded from beginning to end.\n"
    "· Position: during the call your phone's position and clock are read, to see whether it is at "
    "the registered address; only that of the moment of a photo is kept, with the photo. You may "
    "refuse it; the inspection goes on without.\n"
    "· Kept: as the inspection file, for the period licensing files are kept, then deleted.\n"
    "· Seen by: the inspectors and supervisors of this case.\n"
    "· You may stop at any time; if you decline, we come to you instead, without any drawback.",
)
TEXT_SHA256 = sha256(f"{TEXT.zh}\n{TEXT.en}".encode()).hexdigest()
