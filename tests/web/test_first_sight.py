"""Before Gradio's scripts have arrived the page is ours and says to wait."""

from tests.web.visitors import Visitor


def test_the_conversation_page_says_to_wait_and_every_other_answer_is_left_alone(visitor: Visitor) -> None:
    visitor.get("/")
    page = visitor.get("/rehearse/?r=none")
    assert page.status_code == 200
    assert page.text.count("the room is being made ready") == 1
    assert page.text.index("the room is being made ready") < page.text.index("</head>")
    assert page.headers["content-length"] == str(len(page.content))
    assert "made ready" not in visitor.get("/").text
    assert "made ready" not in visitor.get("/rehearse/config").text
