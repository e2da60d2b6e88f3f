from bench.memory import Sample, peak_between


def test_the_peak_of_a_stretch_is_the_most_held_while_it_was_printed() -> None:
    samples = [Sample(pages, "page process", held) for pages, held in ((0, 5), (10, 9), (50, 7), (90, 8))]
    assert peak_between(samples, 0, 20) == 9
    assert peak_between(samples, 40, 100) == 8
    assert peak_between(samples, 95, 100) == 0
