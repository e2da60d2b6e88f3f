"""Servers and workers are killed, paused and cut off; with no hand laid on, nothing is lost or doubled."""

from pathlib import Path

from bench.chaos.rehearsal import Plan, rehearse


def test_every_dossier_is_complete_once_after_a_storm(
    s3_url: str, elastic_url: str, prefect_api_url: str, tmp_path: Path
) -> None:
    outcome = rehearse(
        Plan(
            dossiers=20,
            seed=3,
            storm_seconds=15.0,
            shortest_seconds=5.0,
            longest_seconds=10.0,
            patience_seconds=120.0,
            lease_seconds=5.0,
            look_seconds=3.0,
            elastic=elastic_url,
        ),
        tmp_path,
    )
    assert sum(outcome.happened.values()) >= 3
