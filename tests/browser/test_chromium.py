"""The browser that the other tests of this folder drive is there and runs JavaScript."""

from playwright.sync_api import Page


def test_chromium_draws_a_page_and_runs_its_script(page: Page) -> None:
    page.set_content("<p>sin nombre</p><script>document.title = 'testigo'</script>")

    assert page.title() == "testigo"
    assert page.locator("p").inner_text() == "sin nombre"
