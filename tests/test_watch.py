import asyncio

from structlog.testing import capture_logs

from backstride.watch import watching


async def test_jobs_are_done_again_and_again_until_it_is_left() -> None:
    done = 0

    async def job() -> None:
        nonlocal done
        done += 1

    async with watching(job, pause_s=0.001):
        while done < 3:
            await asyncio.sleep(0.001)
    stopped_at = done
    await asyncio.sleep(0.01)
    assert done == stopped_at


async def test_a_job_that_fails_is_tried_again_and_does_not_stop_the_others() -> None:
    failed = worked = 0

    async def fails() -> None:
        nonlocal failed
        failed += 1
        raise RuntimeError("canary")

    async def works() -> None:
        nonlocal worked
        worked += 1

    with capture_logs() as logs:
        async with watching(fails, works, pause_s=0.001):
            while failed < 3 or worked < 3:
                await asyncio.sleep(0.001)
    assert [(e["event"], e["error"]) for e in logs] == [("watch.failed", "RuntimeError")]  # said once, not every round
    assert "canary" not in str(logs)
