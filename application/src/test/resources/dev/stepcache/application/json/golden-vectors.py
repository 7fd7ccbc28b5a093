#!/usr/bin/env python3
"""Writes golden-vectors.json: steps, and the key documents and signatures they must have.

Run by hand: python3 golden-vectors.py > golden-vectors.json
It shares nothing with the program: it says in its own words what counts and how it is written.
A vector never changes; a change of one would be a new scheme.
"""
import hashlib
import json
from decimal import Decimal

CHECK = {"CheckType", "ModelName", "SkipCheck", "RegisterNewBaseline", "ModelPackageGroupName",
         "SuppliedBaselineConstraints", "CheckJobConfig"}
NOT_OF_A_CHECK = {"ProcessingJobName", "Tags", "ExperimentConfig"}
BESIDE_ARGUMENTS = {
    "ClarifyCheck": CHECK | {"ClarifyCheckConfig"},
    "QualityCheck": CHECK | {"QualityCheckConfig", "SuppliedBaselineStatistics"},
}
ARGUMENTS = {
    "Processing": "AppSpecification Environment ProcessingInputs",
    "Training": "AlgorithmSpecification CheckpointConfig DebugHookConfig DebugRuleConfigurations"
                " Environment HyperParameters InputDataConfig",
    "Tuning": "HyperParameterTuningJobConfig TrainingJobDefinition TrainingJobDefinitions",
    "AutoML": "AutoMLJobConfig AutoMLJobObjective InputDataConfig ProblemType",
    "Transform": "DataProcessing Environment ModelName TransformInput",
    "EMR": "ClusterId ClusterConfig StepConfig",
}
ONLY = {
    ("Tuning", "TrainingJobDefinition"): "AlgorithmSpecification HyperParameterRanges"
                                         " InputDataConfig StaticHyperParameters TuningObjective",
    ("AutoML", "AutoMLJobConfig"): "CompletionCriteria CandidateGenerationConfig DataSplitConfig"
                                   " Mode",
}


def selected(step):
    kind = step["Type"]
    chosen = {k: v for k, v in step.items() if k in BESIDE_ARGUMENTS.get(kind, set())}
    arguments = {}
    for name, value in step.get("Arguments", {}).items():
        if kind in ARGUMENTS:
            if name not in ARGUMENTS[kind].split():
                continue
            if (kind, name) in ONLY:
                value = {k: v for k, v in value.items()
                         if k in ONLY[kind, name].split() and v is not None}
                if not value:
                    continue
        elif name in NOT_OF_A_CHECK:
            continue
        if value is not None:
            arguments[name] = value
    if arguments:
        chosen["Arguments"] = arguments
    return chosen


def number(value):
    sign, digits, exponent = value.as_tuple()
    text = "".join(map(str, digits)).lstrip("0")
    if not text:
        return "0"
    point = len(text) + exponent - 1
    text = text.rstrip("0")
    if not -7 < point < 21:
        power = ("e+" if point > 0 else "e-") + str(abs(point))
        text = text[0] + ("." + text[1:] if text[1:] else "") + power
    elif point < 0:
        text = "0." + "0" * (-point - 1) + text
    elif len(text) <= point + 1:
        text = text.ljust(point + 1, "0")
    else:
        text = text[:point + 1] + "." + text[point + 1:]
    return ("-" if sign else "") + text


SHORT = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f",
         "\r": "\\r"}


def quoted(text):
    return '"' + "".join(SHORT.get(c) or ("\\u%04x" % ord(c) if c < " " else c)
                         for c in text) + '"'


def canonical(value):
    if value is None:
        return "null"
    if value is True:
        return "true"
    if value is False:
        return "false"
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, Decimal):
        return number(value)
    if isinstance(value, list):
        return "[" + ",".join(map(canonical, value)) + "]"
    there = [k for k in value if value[k] is not None]
    there.sort(key=lambda name: name.encode("utf-16-be"))
    return "{" + ",".join(quoted(k) + ":" + canonical(value[k]) for k in there) + "}"


def vector(name, step, inputs=None):
    read = json.loads(step, parse_int=Decimal, parse_float=Decimal)
    document = {"attributes": selected(read), "scheme": Decimal(1), "type": read["Type"]}
    if inputs:
        document["inputs"] = inputs
    key = canonical(document)
    digest = hashlib.sha256(key.encode("utf-8")).hexdigest()
    made = {"name": name, "step": step, "inputs": inputs or {}, "key": key, "signature": digest}
    return made


def step(kind, arguments=None, **beside):
    members = {"Name": "s", "Type": kind, **beside}
    if arguments is not None:
        members["Arguments"] = arguments
    return json.dumps(members)


def raw(member, kind="Training", parent="HyperParameters"):
    return '{"Name":"s","Type":"%s","Arguments":{"%s":%s}}' % (kind, parent, member)


S3 = {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": "s3://b/train",
                       "S3DataDistributionType": "FullyReplicated"}}
PROCESSING = {
    "AppSpecification": {"ImageUri": "img:1", "ContainerEntrypoint": ["python3", "p.py"],
                         "ContainerArguments": ["--eta", "0.1"]},
    "Environment": {"B": "2", "A": "1"},
    "ProcessingInputs": [
        {"InputName": "a", "AppManaged": False,
         "S3Input": {"S3Uri": "s3://b/a", "LocalPath": "/opt/ml/processing/a",
                     "S3DataType": "S3Prefix", "S3InputMode": "File"}},
        {"InputName": "code", "S3Input": {"S3Uri": "s3://b/code/p.py"}}],
    "ProcessingOutputConfig": {"Outputs": [{"OutputName": "o"}]},
    "ProcessingResources": {"ClusterConfig": {"InstanceCount": 1,
                                              "InstanceType": "ml.m5.xlarge"}},
    "RoleArn": "arn:aws:iam::123456789012:role/r",
    "Tags": [{"Key": "k", "Value": "v"}],
    "ProcessingJobName": "job",
    "ExperimentConfig": {"TrialComponentDisplayName": "d"},
}
TRAINING = {
    "AlgorithmSpecification": {"TrainingImage": "xgb:1", "TrainingInputMode": "File"},
    "CheckpointConfig": {"S3Uri": "s3://b/ckpt"},
    "DebugHookConfig": {"S3OutputPath": "s3://b/o", "CollectionConfigurations": []},
    "DebugRuleConfigurations": [{"RuleConfigurationName": "r", "RuleEvaluatorImage": "i"}],
    "Environment": {},
    "HyperParameters": {"max_depth": "5", "eta": "0.2", "objective": "binary:logistic"},
    "InputDataConfig": [{"ChannelName": "train", "DataSource": S3, "ContentType": "text/csv"},
                        {"ChannelName": "validation", "DataSource": S3}],
    "OutputDataConfig": {"S3OutputPath": "s3://b/o"},
    "ResourceConfig": {"InstanceCount": 1, "InstanceType": "ml.m5.xlarge", "VolumeSizeInGB": 30},
    "StoppingCondition": {"MaxRuntimeInSeconds": 86400},
    "RoleArn": "arn:aws:iam::123456789012:role/r",
}
DEFINITION = {
    "DefinitionName": "d1",
    "AlgorithmSpecification": {"TrainingImage": "xgb:1", "TrainingInputMode": "File"},
    "HyperParameterRanges": {"ContinuousParameterRanges": [
        {"Name": "eta", "MinValue": "0", "MaxValue": "1", "ScalingType": "Auto"}]},
    "InputDataConfig": [{"ChannelName": "train", "DataSource": S3}],
    "StaticHyperParameters": {"eval_metric": "auc"},
    "TuningObjective": {"Type": "Maximize", "MetricName": "auc"},
    "OutputDataConfig": {"S3OutputPath": "s3://b/o"},
    "ResourceConfig": {"InstanceCount": 1, "InstanceType": "ml.m5.xlarge", "VolumeSizeInGB": 30},
    "RoleArn": "arn:aws:iam::123456789012:role/r",
    "StoppingCondition": {"MaxRuntimeInSeconds": 3600},
}
TUNING = {"Strategy": "Bayesian", "ResourceLimits": {"MaxNumberOfTrainingJobs": 10,
                                                     "MaxParallelTrainingJobs": 2}}
AUTO_ML = {
    "InputDataConfig": [{"DataSource": {"S3DataSource": S3["S3DataSource"]},
                         "TargetAttributeName": "y"}],
    "OutputDataConfig": {"S3OutputPath": "s3://b/o"},
    "ProblemType": "Regression",
    "AutoMLJobObjective": {"MetricName": "MSE"},
    "AutoMLJobConfig": {"CompletionCriteria": {}, "Mode": "ENSEMBLING",
                        "CandidateGenerationConfig": {"FeatureSpecificationS3Uri": "s3://b/f"},
                        "DataSplitConfig": {"ValidationFraction": 0.25},
                        "SecurityConfig": {"EnableInterContainerTrafficEncryption": True}},
    "RoleArn": "arn:aws:iam::123456789012:role/r",
}
TRANSFORM = {
    "ModelName": "m-1",
    "TransformInput": {"DataSource": {"S3DataSource": {"S3DataType": "S3Prefix",
                                                       "S3Uri": "s3://b/in"}},
                       "ContentType": "text/csv", "SplitType": "Line"},
    "DataProcessing": {"InputFilter": "$[1:]", "JoinSource": "Input"},
    "Environment": {"X": ""},
    "TransformOutput": {"S3OutputPath": "s3://b/out"},
    "TransformResources": {"InstanceCount": 1, "InstanceType": "ml.m5.large"},
    "BatchStrategy": "MultiRecord",
}
CLARIFY = dict(CheckType="DATA_BIAS", ModelPackageGroupName="g", SkipCheck=False,
               FailOnViolation=True, RegisterNewBaseline=True,
               SuppliedBaselineConstraints="s3://b/constraints.json")
QUALITY = dict(CheckType="DATA_QUALITY", ModelPackageGroupName=None, SkipCheck=True,
               FailOnViolation=False, RegisterNewBaseline=False,
               SuppliedBaselineStatistics="s3://b/statistics.json",
               SuppliedBaselineConstraints="s3://b/constraints.json")
EMR_STEP = {"HadoopJarStep": {"Jar": "command-runner.jar", "Args": ["spark-submit", "s3://b/x.py"]}}

VECTORS = [
    vector("Processing", step("Processing", PROCESSING, DependsOn=["x"],
                              CacheConfig={"Enabled": True, "ExpireAfter": "30d"})),
    vector("Processing of nothing", step("Processing", {})),
    vector("Processing without Arguments", step("Processing")),
    vector("Processing with its inputs swapped", step("Processing", {
        **PROCESSING, "ProcessingInputs": PROCESSING["ProcessingInputs"][::-1]})),
    vector("Processing with content", step("Processing", PROCESSING), {
        "s3://b/code/p.py": "b" * 64, "s3://b/a": "a" * 64, "file:///a b/\u00e9~/": "absent"}),
    vector("Training", step("Training", TRAINING, RetryPolicies=[])),
    vector("Training with more that does not count", step("Training", {
        **TRAINING, "Tags": [], "VpcConfig": {"Subnets": ["s"]}}, DisplayName="T")),
    vector("Training with one input in the role of the other", step("Training", {
        "InputDataConfig": [{"ChannelName": "validation", "DataSource": S3},
                            {"ChannelName": "train", "DataSource": S3}]})),
    vector("Tuning of one definition", step("Tuning", {
        "HyperParameterTuningJobConfig": TUNING, "TrainingJobDefinition": DEFINITION,
        "WarmStartConfig": {"WarmStartType": "TransferLearning"}})),
    vector("Tuning of several definitions", step("Tuning", {
        "HyperParameterTuningJobConfig": TUNING,
        "TrainingJobDefinitions": [DEFINITION, {**DEFINITION, "DefinitionName": "d2"}]})),
    vector("Tuning of a definition in which nothing counts", step("Tuning", {
        "TrainingJobDefinition": {"RoleArn": "r", "TuningObjective": None}})),
    vector("AutoML", step("AutoML", AUTO_ML)),
    vector("AutoML with only what does not count in its config", step("AutoML", {
        **AUTO_ML, "AutoMLJobConfig": {"SecurityConfig": {}}})),
    vector("Transform", step("Transform", TRANSFORM)),
    vector("ClarifyCheck", step("ClarifyCheck", PROCESSING, **CLARIFY)),
    vector("ClarifyCheck of a model, with names of the Python SDK", step(
        "ClarifyCheck", {**PROCESSING, "ClarifyCheckConfig": {"a": 1}},
        **{**CLARIFY, "CheckType": "MODEL_BIAS", "ModelName": "m",
           "ClarifyCheckConfig": {"b": 2}, "QualityCheckConfig": {"c": 3},
           "CheckJobConfig": {"d": 4}, "SuppliedBaselineStatistics": "s3://no"})),
    vector("ClarifyCheck with only a job name", step("ClarifyCheck", {"ProcessingJobName": "j"})),
    vector("QualityCheck", step("QualityCheck", PROCESSING, **QUALITY)),
    vector("QualityCheck with names of the Python SDK", step(
        "QualityCheck", {"QualityCheckConfig": {}}, QualityCheckConfig={"q": []},
        ClarifyCheckConfig={"no": 1}, CheckJobConfig={})),
    vector("EMR on a cluster", step("EMR", {"ClusterId": "j-1", "StepConfig": EMR_STEP,
                                            "ExecutionRoleArn": "r"})),
    vector("EMR with a cluster of its own", step("EMR", {
        "ClusterConfig": {"Instances": {"InstanceCount": 2}, "ReleaseLabel": "emr-6.6.0"},
        "StepConfig": EMR_STEP})),
    vector("a text 1", raw('{"a":"1"}')),
    vector("a number 1", raw('{"a":1}')),
    vector("a number 1.0", raw('{"a":1.0}')),
    vector("a number 1e0", raw('{"a":1e0}')),
    vector("true", raw('{"a":true}')),
    vector("a text true", raw('{"a":"true"}')),
    vector("nothing", raw('{"a":null}')),
    vector("an empty object", raw('{"a":{}}')),
    vector("an empty list", raw('{"a":[]}')),
    vector("an empty text", raw('{"a":""}')),
    vector("an attribute that is null", raw("null")),
    vector("an attribute that is a list", raw("[]")),
    vector("an attribute that is a text", raw('""')),
    vector("null in lists", raw('{"a":[null,[],[null],{"b":null}]}')),
    vector("a text before its delimiter", raw('{"x":"1y2","y":"3"}')),
    vector("a text behind its delimiter", raw('{"x":"1","y":"2y3"}')),
    vector("numbers", raw(
        '{"list":[0,-0,-0.0,0e9,1,1.50,-1.5,100,1e2,0.1,0.30000000000000004,9007199254740992,'
        "9007199254740993,1e20,1e21,123456789012345678901,999999999999999999999.9,"
        "1000000000000000000000,1e-6,0.000001,1e-7,0.0000001,0.00000012,1.5e-10,-1E+30,"
        "123456789012345678901234567890,1e9999,-1e-9999,1.7976931348623157e308,5e-324]}")),
    vector("a number of a thousand digits", raw('{"a":[%s,0.%s,0.00000%s]}' % (
        "1234567890" * 100, "9" * 1000, "1" + "0" * 498 + "1" + "7" * 500))),
    vector("every escape", raw(json.dumps({"".join(map(chr, range(0x80))): 1})[:-1] + r',"\/":2}')),
    vector("characters beyond ASCII", raw(
        json.dumps({"\u00e9\u2028\u2029\ufeff": "\ud7ff\ue000\uffff", "e\u0301": "\U0010ffff"},
                   ensure_ascii=False))),
    vector("names in the order of UTF-16", raw(json.dumps(
        {"\u20ac": 5, "\r": 1, "\ufb33": 8, "1": 2, "\U0001f600": 6, "\ue000": 7, "\u0080": 3,
         "\u00f6": 4, "": 0, "\uffff": 9, "\U00010000": 10, "a": 11, "A": 12, "aa": 13}))),
    vector("white space and order", '\r\n{ "Type" : "Training",\t"Arguments":{"HyperParameters":'
           ' {"b" : [ 1 , 2 ] ,\n "a":{ } } , "InputDataConfig" : [ ] }, "Name":"s" }\n'),
    vector("names like delimiters", raw(r'{"a\":1,\"b":2,"{}":{"[]":",:"}}')),
    vector("deep nesting", raw("[" * 250 + "]" * 250)),
]

print(json.dumps(VECTORS, indent=1))
