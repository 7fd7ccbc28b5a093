package dev.stepcache.cli.runner;

import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.Optional;

/**
 * How a training job names a script of the user's own: in its hyperparameters, as SageMaker's SDK
 * does, or in its environment.
 *
 * @param program the script's path in the folder of the code
 * @param source where the code lies: a {@code tar.gz}, a folder, or the script
 */
record ScriptMode(String program, String source) {
  static final String CODE = "/opt/ml/code";
  static final String PROGRAM_VARIABLE = "SAGEMAKER_PROGRAM";
  static final String DIRECTORY_VARIABLE = "SAGEMAKER_SUBMIT_DIRECTORY";

  static Optional<ScriptMode> of(HyperParameters hyperParameters, Map<String, String> environment) {
    Optional<String> program =
        hyperParameters.program().or(() -> Optional.ofNullable(environment.get(PROGRAM_VARIABLE)));
    Optional<String> source =
        hyperParameters
            .submitDirectory()
            .or(() -> Optional.ofNullable(environment.get(DIRECTORY_VARIABLE)));
    return program.flatMap(script -> source.map(code -> new ScriptMode(script, code)));
  }

  /** Whether a request that may have expressions in it names a script. */
  static boolean isNamed(ObjectValue arguments) {
    return names(
            arguments, "HyperParameters", HyperParameters.PROGRAM, HyperParameters.SUBMIT_DIRECTORY)
        || names(arguments, "Environment", PROGRAM_VARIABLE, DIRECTORY_VARIABLE);
  }

  private static boolean names(ObjectValue arguments, String member, String first, String second) {
    return arguments
        .objectMember(member)
        .filter(object ->
            Texts.isExpression(object)
                || (object.member(first).isPresent() && object.member(second).isPresent()))
        .isPresent();
  }

  /** Brings the code to its folder; answers whether there was any here to bring. */
  boolean bring(Workplace at, Transfer transfer) throws IOException {
    return transfer.fetchUnpackedIfAny(source, at.optMl().real(CODE), at.scratch());
  }

  /** The script that was brought, as a path below {@code /opt/ml}. */
  String requireFile(OptMl optMl) throws JobFailure {
    String script = CODE + "/" + program;
    if (!OptMl.isBelow(script) || !Files.isRegularFile(optMl.real(script))) {
      throw new JobFailure("ClientError: there is no %s in %s".formatted(program, source));
    }
    return script;
  }
}
