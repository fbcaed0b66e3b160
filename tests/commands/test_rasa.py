"""`backstride rasa …` hands over to Rasa as it is called."""

from backstride.commands.rasa import _arguments


def test_plots_are_left_out_where_nothing_can_draw_them() -> None:
    assert _arguments(["test", "nlu"], can_plot=False) == ["test", "nlu", "--no-plot"]
    assert _arguments(["test", "nlu", "--no-plot"], can_plot=False) == ["test", "nlu", "--no-plot"]
    assert _arguments(["test", "nlu"], can_plot=True) == ["test", "nlu"]
    assert _arguments(["data", "validate"], can_plot=False) == ["data", "validate"]
    assert _arguments([], can_plot=False) == []
