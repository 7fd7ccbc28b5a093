package dev.stepcache.cli.sagemaker;

/** The services that do steps' work; each has its constant's name in AWS_ENDPOINT_URL_…. */
public enum AwsService {
  SAGEMAKER("api.sagemaker", "sagemaker", "SageMaker"),
  EMR("elasticmapreduce", "elasticmapreduce", "ElasticMapReduce"),
  LAMBDA("lambda", "lambda", "");

  private final String host;
  private final String signingName;
  private final String target;

  /**
   * @param host what the name of its host begins with
   * @param target what the names of its operations begin with
   */
  AwsService(String host, String signingName, String target) {
    this.host = host;
    this.signingName = signingName;
    this.target = target;
  }

  public String host() {
    return host;
  }

  String signingName() {
    return signingName;
  }

  String target(String operation) {
    return target + "." + operation;
  }
}
