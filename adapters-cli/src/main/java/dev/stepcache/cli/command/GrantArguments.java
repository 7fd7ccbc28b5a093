package dev.stepcache.cli.command;

import dev.stepcache.domain.access.Grant;
import dev.stepcache.domain.access.Permission;
import dev.stepcache.domain.access.PipelinePattern;
import dev.stepcache.domain.access.PrincipalName;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
              + " Purge; * for each of them.")
  private String permission = "";

  @Option(
      names = "--pipelines",
      paramLabel = "PATTERN",
      description =
          "The pipelines by their names; * stands for any characters. Default: ${DEFAULT-VALUE},"
              + " all of them.")
  private String pipelines = "*";

  /** One grant, or one of each permission. */
  List<Grant> grants() {
    PrincipalName whose = Names.principal(principal);
    PipelinePattern of = Names.pattern(pipelines);
    return permissions().map(one -> new Grant(whose, one, of)).toList();
  }

  private Stream<Permission> permissions() {
    return permission.equals("*") ? Arrays.stream(Permission.values()) : Stream.of(permission());
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
