#!/usr/bin/env python3
"""Lists every member of the requests that cacheable steps are made from: one file per step type.

Run by hand, in its folder, where botocore is installed; then read what changed. The names are
facts of the services' API. What counts is said here a second time, apart from the program: a
member that the API gains stands in a list as ignored until somebody has decided.

A line is a path and a kind. "+" stands before the name at which it was decided that all below
it counts, "-" before one that does not; "[]" is an item of a list, "*" a name of a map's own
choosing, and a name "..." all other names.
"""
import gzip
import json
import os

import botocore

STEP = """
-CacheConfig/Enabled truth
-CacheConfig/ExpireAfter text
-DependsOn/[] text
-Description text
-DisplayName text
-Name text
-RetryPolicies/[]/BackoffRate number
-RetryPolicies/[]/ExceptionType/[] text
-RetryPolicies/[]/ExpireAfterMin number
-RetryPolicies/[]/IntervalSeconds number
-RetryPolicies/[]/MaxAttempts number
"""
PROPERTY_FILES = """
-PropertyFiles/[]/FilePath text
-PropertyFiles/[]/OutputName text
-PropertyFiles/[]/PropertyFileName text
"""
CHECK = """
+CheckJobConfig/* text
+CheckType text
+ModelName text
+ModelPackageGroupName text
+RegisterNewBaseline truth
+SkipCheck truth
+SuppliedBaselineConstraints text
-FailOnViolation truth
Arguments/+... text
"""
CLARIFY = """
+ClarifyCheckConfig/* text
-QualityCheckConfig/* text
-SuppliedBaselineStatistics text
Arguments/+ClarifyCheckConfig/* text
"""
QUALITY = """
+QualityCheckConfig/* text
-ClarifyCheckConfig/* text
+SuppliedBaselineStatistics text
Arguments/+QualityCheckConfig/* text
"""
NO_CHECK = {"ProcessingJobName", "Tags", "ExperimentConfig"}
DEFINITION = {"AlgorithmSpecification", "HyperParameterRanges", "InputDataConfig",
              "StaticHyperParameters", "TuningObjective"}
AUTO_ML = {"CompletionCriteria", "CandidateGenerationConfig", "DataSplitConfig", "Mode"}


def service(name, version):
    folder = os.path.join(os.path.dirname(botocore.__file__), "data", name, version)
    with gzip.open(os.path.join(folder, "service-2.json.gz")) as file:
        return json.load(file)


SAGEMAKER = service("sagemaker", "2017-07-24")
ELASTIC_MAP_REDUCE = service("emr", "2009-03-31")
KINDS = {"string": "text", "timestamp": "text", "boolean": "truth"}


def leaves(shapes, name, path=(), above=()):
    shape = shapes[name]
    kind = shape["type"]
    if name in above:
        return
    above += (name,)
    if kind == "structure":
        for member, target in shape["members"].items():
            yield from leaves(shapes, target["shape"], path + (member,), above)
    elif kind == "list":
        yield from leaves(shapes, shape["member"]["shape"], path + ("[]",), above)
    elif kind == "map":
        yield from leaves(shapes, shape["value"]["shape"], path + ("*",), above)
    else:
        yield path, KINDS.get(kind, "number")


def request(api, operation):
    return leaves(api["shapes"], api["operations"][operation]["input"]["shape"])


def lines(members, counts):
    """counts: how many names of a path lead to what was decided, and whether it counts."""
    for path, kind in members:
        at, does = counts(path)
        marked = path[:at] + (("+" if does else "-") + path[at],) + path[at + 1:]
        yield "/".join(("Arguments",) + marked) + " " + kind


def top(*names):
    return lambda path: (0, path[0] in names)


def tuning(path):
    if path[0] == "TrainingJobDefinition":
        return 1, path[1] in DEFINITION
    return top("HyperParameterTuningJobConfig", "TrainingJobDefinitions")(path)


def auto_ml(path):
    if path[0] == "AutoMLJobConfig":
        return 1, path[1] in AUTO_ML
    return top("AutoMLJobObjective", "InputDataConfig", "ProblemType")(path)


def check(path):
    return 0, path[0] not in NO_CHECK


def emr():
    yield ("ClusterId",), "text"
    yield ("ExecutionRoleArn",), "text"
    for path, kind in request(ELASTIC_MAP_REDUCE, "RunJobFlow"):
        yield ("ClusterConfig",) + path, kind
    for path, kind in request(ELASTIC_MAP_REDUCE, "AddJobFlowSteps"):
        if path[:2] == ("Steps", "[]"):
            yield ("StepConfig",) + path[2:], kind


def write(step_type, beside, members, counts):
    with open(step_type + ".members", "w") as file:
        for line in sorted((beside + "\n".join(lines(members, counts))).split("\n")):
            if line:
                print(line, file=file)


write("Processing", STEP + PROPERTY_FILES, request(SAGEMAKER, "CreateProcessingJob"),
      top("AppSpecification", "Environment", "ProcessingInputs"))
write("Training", STEP, request(SAGEMAKER, "CreateTrainingJob"),
      top("AlgorithmSpecification", "CheckpointConfig", "DebugHookConfig",
          "DebugRuleConfigurations", "Environment", "HyperParameters", "InputDataConfig"))
write("Tuning", STEP, request(SAGEMAKER, "CreateHyperParameterTuningJob"), tuning)
write("AutoML", STEP, request(SAGEMAKER, "CreateAutoMLJob"), auto_ml)
write("Transform", STEP, request(SAGEMAKER, "CreateTransformJob"),
      top("DataProcessing", "Environment", "ModelName", "TransformInput"))
write("ClarifyCheck", STEP + CHECK + CLARIFY, request(SAGEMAKER, "CreateProcessingJob"), check)
write("QualityCheck", STEP + CHECK + QUALITY, request(SAGEMAKER, "CreateProcessingJob"), check)
write("EMR", STEP, emr(), top("ClusterId", "ClusterConfig", "StepConfig"))
