"""Applications as they come in."""

from typing import Any


def an_application(**changes: Any) -> dict[str, Any]:
    """A hot-food restaurant that passes the pre-check; `facts` are merged, others replace."""
    facts = {
        "area_m2": 120,
        "stoves": 4,
        "sinks": 4,
        "fume": True,
        "dine_in": True,
        "gas": "ng",
        "residential_building": False,
        "mixed_building": False,
        "bbq": False,
        "outlet_distance_m": 25,
        "pollution_near": False,
        "live_animals": False,
        **changes.pop("facts", {}),
    }
    return {
        "external_number": "SL-2026-0001",
        "shop_name": "海风小馆",
        "credit_code": "91350100M000100Y43",
        "responsible_person": "于海",
        "phone": "13600136000",
        "premises": "历城县海边路 3 号",
        "format": "餐饮服务经营者",
        "activities": ["hot"],
        "facts": facts,
        **changes,
    }
