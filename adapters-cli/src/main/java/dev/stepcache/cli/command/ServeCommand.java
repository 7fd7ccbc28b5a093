package dev.stepcache.cli.command;

import dev.stepcache.application.port.Store;
import dev.stepcache.application.service.ServiceProvider;
import dev.stepcache.application.service.ServiceProvider.RunningService;
import dev.stepcache.application.service.ServiceRefused;
import dev.stepcache.application.service.ServiceSettings;
import dev.stepcache.application.service.ServiceSettings.Tls;
import dev.stepcache.application.service.ServiceSettingsBuilder;
import dev.stepcache.cli.command.Settings.HistoryNeed;
import dev.stepcache.cli.command.Settings.RunnerChoice;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    description = {
      "Serves SageMaker's API, a REST API, and pages for people.",
      "It speaks HTTP, the REST API under /v1. Executions that are started run here, with the"
          + " runner that is named, in the background. SIGTERM or Ctrl-C ends the service: calls"
          + " are answered, and executions have the time of grace to end before they are stopped."
    })
public final class ServeCommand implements Callable<Integer> {
  private static final int MEBIBYTE = 1024 * 1024;

  private final Invocation invocation;

  @Mixin private GlobalOptions global = new GlobalOptions();

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      description = "The address to listen at. Default: ${DEFAULT-VALUE}, this machine alone.")
  private String host = "127.0.0.1";

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "The port; 0 for any that is free. Default: ${DEFAULT-VALUE}.")
  private int port = 8080;

  @Option(
      names = "--runner",
      paramLabel = "process|container|simulate|sagemaker",
      description = "What runs steps, as of the command run. Default: process.")
  private RunnerChoice runner = RunnerChoice.process;

  @Option(
      names = "--access",
      description =
          "Callers have to prove who they are on a loopback address too, as they have to on any"
              + " other.")
  private boolean access;

  @ArgGroup(exclusive = false)
  private @Nullable TlsFiles tls;

  /** Where a certificate and its key are. */
  static final class TlsFiles {
    @Option(
        names = "--tls-certificate",
        paramLabel = "FILE",
        required = true,
        description = "Encrypts calls (HTTPS): the certificate with its chain, PEM.")
    private String certificate = "";

    @Option(
        names = "--tls-key",
        paramLabel = "FILE",
        required = true,
        description = "The private key of the certificate, PEM (PKCS 8).")
    private String key = "";
  }

  @Option(
      names = "--region",
      paramLabel = "NAME",
      description = "The region in ARNs. Default: $AWS_REGION, else us-east-1.")
  private @Nullable String region;

  @Option(
      names = "--account",
      paramLabel = "DIGITS",
      description = "The account in ARNs. Default: ${DEFAULT-VALUE}.")
  private String account = "000000000000";

  @Option(
      names = "--max-executions",
      paramLabel = "N",
      description = "How many executions go on at a time. Default: ${DEFAULT-VALUE}.")
  private int maxExecutions = 4;

  @Option(
      names = "--max-waiting",
      paramLabel = "N",
      description =
          "How many more may wait for that; further ones are refused. Default: ${DEFAULT-VALUE}.")
  private int maxWaiting = 100;

  @Option(
      names = "--max-parallel",
      paramLabel = "N",
      description =
          "How many steps of an execution run at once where neither it nor its pipeline says."
              + " Default: the number of processors, at least 2.")
  private int maxParallel = Math.max(2, Runtime.getRuntime().availableProcessors());

  @Option(
      names = "--max-calls",
      paramLabel = "N",
      description =
          "How many calls are worked on at a time; more are refused. Default: ${DEFAULT-VALUE}.")
  private int maxCalls = 256;

  @Option(
      names = "--max-body",
      paramLabel = "MIB",
      description = "The longest body of a call, in MiB. Default: ${DEFAULT-VALUE}.")
  private int maxBody = 10;

  @Option(
      names = "--patience",
      paramLabel = "SECONDS",
      description = "How long a client may take to send a call. Default: ${DEFAULT-VALUE}.")
  private int patience = 30;

  @Option(
      names = "--grace",
      paramLabel = "SECONDS",
      description =
          "How long calls and executions may take to end when the service does. Default:"
              + " ${DEFAULT-VALUE}.")
  private int grace = 30;

  @Option(
      names = "--log",
      paramLabel = "FILE",
      description =
          "Where each call is written down, a JSON object a line; - is standard output (default).")
  private String log = "-";

  public ServeCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() throws InterruptedException {
    check(port >= 0 && port <= 65_535, "--port is 0 to 65535");
    check(maxExecutions > 0 && maxParallel > 0 && maxCalls > 0, "a greatest number is at least 1");
    check(maxWaiting >= 0 && patience > 0 && grace >= 0, "a time or number is not negative");
    check(maxBody > 0 && maxBody <= 1024, "--max-body is 1 to 1024");
    check(account.matches("[0-9]{12}"), "--account has 12 digits");
    Settings settings =
        global.settings(invocation, invocation.folder(), HistoryNeed.AT_START, runner);
    Session session = invocation.sessions().open(settings);
    RunningService service;
    try {
      Store store = session.store();
      service = provider().start(session, store, settings(settings));
    } catch (RuntimeException refused) {
      invocation.close(session);
      throw refused;
    }
    String who =
        service.isAccessControlled()
            ? "callers have to prove who they are"
            : "whoever can reach it may do everything";
    invocation.console().note("serves at %s; %s".formatted(service.address(), who));
    invocation
        .interruption()
        .awaitSignal(() -> {
          service.close();
          invocation.close(session);
        });
    return ExitCode.DONE;
  }

  private static void check(boolean right, String expected) {
    if (!right) {
      throw CommandFailure.usage(expected);
    }
  }

  private static ServiceProvider provider() {
    return ServiceLoader.load(ServiceProvider.class)
        .findFirst()
        .orElseThrow(() -> new ServiceRefused("this build has no HTTP service in it"));
  }

  private ServiceSettings settings(Settings settings) {
    Map<String, String> environment = invocation.environment();
    TlsFiles files = tls;
    return new ServiceSettingsBuilder()
        .host(host)
        .port(port)
        .access(access ? Optional.of(true) : Optional.empty())
        .tls(
            files == null
                ? Optional.empty()
                : Optional.of(
                    new Tls(invocation.path(files.certificate), invocation.path(files.key))))
        .region(
            Optional.ofNullable(region)
                .or(() -> Optional.ofNullable(environment.get("AWS_REGION")))
                .orElse("us-east-1"))
        .account(account)
        .maxBody((long) maxBody * MEBIBYTE)
        .maxCalls(maxCalls)
        .maxExecutions(maxExecutions)
        .maxWaiting(maxWaiting)
        .maxParallel(maxParallel)
        .patience(Duration.ofSeconds(patience))
        .grace(Duration.ofSeconds(grace))
        .state(settings.state())
        .log(logStream())
        .system(invocation.clock())
        .environment(environment)
        .build();
  }

  private PrintStream logStream() {
    if (log.equals("-")) {
      return invocation.console().out();
    }
    Path file = invocation.path(log);
    try {
      return new PrintStream(
          Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND),
          true,
          StandardCharsets.UTF_8);
    } catch (IOException unwritable) {
      throw CommandFailure.usage("the log %s cannot be written: %s".formatted(file, unwritable));
    }
  }
}
