package dev.stepcache.application.port;

/**
 * What every run history keeps to. To try one, implement this with a small class of tests: {@link
 * #history()} gives the one under test, empty before each test.
 */
public interface RunHistoryContract
    extends PipelinesContract,
        RunsContract,
        PastRunsContract,
        LeasesContract,
        AloneContract,
        CrowdContract,
        ExecutionsContract,
        RetriesContract,
        CallbacksContract,
        ListsContract,
        SavingsContract,
        DaysContract,
        PruningContract,
        PurgeContract,
        TransferContract {}
