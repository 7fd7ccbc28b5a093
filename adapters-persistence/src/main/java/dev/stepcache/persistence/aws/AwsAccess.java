package dev.stepcache.persistence.aws;

import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.endpoint.AwsClientEndpointProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;

/**
 * Who asks Amazon's services, and where: as the AWS SDK finds it, in variables first, then in
 * profiles, then in the machine's own role.
 */
public final class AwsAccess {
  private final Map<String, String> environment;
  private final Region region;

  private AwsAccess(Map<String, String> environment, Region region) {
    this.environment = Map.copyOf(environment);
    this.region = region;
  }

  /** The access that these variables give; empty where no region is named anywhere. */
  public static Optional<AwsAccess> of(Map<String, String> environment) {
    return Optional.ofNullable(environment.get("AWS_REGION"))
        .or(() -> Optional.ofNullable(environment.get("AWS_DEFAULT_REGION")))
        .map(Region::of)
        .or(() -> usualRegion(environment))
        .map(region -> new AwsAccess(environment, region));
  }

  private static Optional<Region> usualRegion(Map<String, String> environment) {
    try {
      DefaultAwsRegionProviderChain.Builder chain = DefaultAwsRegionProviderChain.builder();
      Optional.ofNullable(environment.get("AWS_PROFILE")).ifPresent(chain::profileName);
      return Optional.of(chain.build().getRegion());
    } catch (SdkClientException nowhere) {
      return Optional.empty();
    }
  }

  public Region region() {
    return region;
  }

  public AwsCredentialsProvider credentials() {
    String id = environment.get("AWS_ACCESS_KEY_ID");
    String secret = environment.get("AWS_SECRET_ACCESS_KEY");
    if (id == null || secret == null) {
      DefaultCredentialsProvider.Builder chain = DefaultCredentialsProvider.builder();
      Optional.ofNullable(environment.get("AWS_PROFILE")).ifPresent(chain::profileName);
      AwsCredentialsProvider usual = chain.build();
      return () -> orShortFault(usual);
    }
    String token = environment.get("AWS_SESSION_TOKEN");
    AwsCredentials credentials =
        token == null
            ? AwsBasicCredentials.create(id, secret)
            : AwsSessionCredentials.create(id, secret, token);
    return StaticCredentialsProvider.create(credentials);
  }

  /** The SDK's own message tells of all places that it looked at, over many lines. */
  private static AwsCredentials orShortFault(AwsCredentialsProvider usual) {
    try {
      return usual.resolveCredentials();
    } catch (SdkClientException none) {
      throw SdkClientException.create(
          "no AWS credentials were found: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or"
              + " AWS_PROFILE",
          none);
    }
  }

  /**
   * Where a service is asked.
   *
   * @param service its name in {@code AWS_ENDPOINT_URL_...}, such as {@code SAGEMAKER}
   * @param prefix what the name of its host begins with
   */
  public URI endpoint(String service, String prefix) {
    return provider(service, prefix).clientEndpoint();
  }

  /** Where S3 is asked in place of its own address, if so. */
  public Optional<URI> s3Override() {
    AwsClientEndpointProvider provider = provider("S3", "s3");
    return provider.isEndpointOverridden()
        ? Optional.of(provider.clientEndpoint())
        : Optional.empty();
  }

  private AwsClientEndpointProvider provider(String service, String prefix) {
    AwsClientEndpointProvider.Builder provider =
        AwsClientEndpointProvider.builder()
            .serviceEndpointOverrideEnvironmentVariable("AWS_ENDPOINT_URL_" + service)
            .serviceEndpointOverrideSystemProperty("aws.endpointUrl" + service)
            .serviceProfileProperty(service.toLowerCase(Locale.ROOT))
            .serviceEndpointPrefix(prefix)
            .defaultProtocol("https")
            .profileFile(ProfileFile::defaultProfileFile)
            .profileName(environment.getOrDefault("AWS_PROFILE", "default"))
            .region(region);
    Optional.ofNullable(environment.get("AWS_ENDPOINT_URL_" + service))
        .or(() -> Optional.ofNullable(environment.get("AWS_ENDPOINT_URL")))
        .map(URI::create)
        .ifPresent(provider::clientEndpointOverride);
    return provider.build();
  }
}
