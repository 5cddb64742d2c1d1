"""Who judges items and who signs which conclusion, as data."""

import pytest

from checklists.errors import TemplateMalformed
from checklists.load import builtin_departments, builtin_templates, load_departments
from checklists.template import Area

ITEMS = [
    item
    for template in builtin_templates()
    for section in template.sections
    for item in section.items
]
NEITHER = {Area.SAFETY, Area.SESSION}


def test_food_and_fume_have_one_department_each_that_signs():
    signs = [one.concludes for one in builtin_departments().values()]
    assert (signs.count(Area.FOOD), signs.count(Area.FUME)) == (1, 1)
    assert builtin_departments()["market"].title.zh == "市场监督管理局"


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.id)
def test_an_item_is_judged_by_a_department_whose_conclusion_it_feeds(item):
    concludes = builtin_departments()[item.department].concludes
    assert concludes in item.areas if concludes else set(item.areas) <= NEITHER


def test_a_department_without_a_conclusion_named_is_refused_with_the_known_ones(tmp_path):
    path = tmp_path / "departments.yaml"
    path.write_text("departments:\n  - {id: tax, zh: 税务局, en: Tax, concludes: tax}\n", "utf-8")
    with pytest.raises(TemplateMalformed) as caught:
        load_departments(path)
    assert "departments.yaml, line 2, item tax, concludes" in caught.value.sentence_en
    assert "Use food, fume or none." in caught.value.sentence_en
