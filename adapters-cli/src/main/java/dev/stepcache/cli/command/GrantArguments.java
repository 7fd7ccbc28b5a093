package dev.stepcache.cli.command;

import dev.stepcache.domain.access.Grant;
import dev.stepcache.domain.access.Permission;
import java.util.Arrays;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A grant as users write it. */
final class GrantArguments {
  @Parameters(index = "0", paramLabel = "PRINCIPAL", description = "Whose grant it is.")
  private String principal = "";

  @Parameters(
      index = "1",
      paramLabel = "PERMISSION",
      description =
          "RunPipeline, DescribeJob, Logs, Events, Metrics, Search, ManagePipeline, Record or"
              + " Purge.")
  private String permission = "";

  @Option(
      names = "--pipelines",
      paramLabel = "PATTERN",
      description =
          "The pipelines by their names; * stands for any characters. Default: ${DEFAULT-VALUE},"
              + " all of them.")
  private String pipelines = "*";

  Grant grant() {
    return new Grant(Names.principal(principal), permission(), Names.pattern(pipelines));
  }

  private Permission permission() {
    return Permission.of(permission)
        .orElseThrow(() ->
            CommandFailure.usage(
                "\"%s\" is no permission: expected one of %s"
                    .formatted(
                        permission,
                        Arrays.stream(Permission.values())
                            .map(Permission::spelling)
                            .collect(Collectors.joining(", ")))));
  }
}
