package dev.stepcache.persistence.objects;

import dev.stepcache.application.port.ObjectStore;
import dev.stepcache.persistence.aws.AwsAccess;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/** Opens object stores in S3; apart from the others, so that they start without the AWS SDK. */
public final class S3ObjectStores {
  private S3ObjectStores() {}

  /**
   * S3 itself for {@code s3://}, and a store in a folder for all else.
   *
   * @param folder of what is no object of S3: stepcache's own objects, and remembered digests
   */
  public static ObjectStore open(
      AwsAccess access, Path folder, Path definitionFolder, InstantSource clock) {
    Optional<URI> override = access.s3Override();
    S3ClientBuilder s3 =
        S3Client.builder()
            .region(access.region())
            .credentialsProvider(access.credentials())
            .crossRegionAccessEnabled(override.isEmpty())
            .forcePathStyle(override.isPresent())
            .httpClientBuilder(UrlConnectionHttpClient.builder());
    // What speaks S3 elsewhere may not know the newer ways of sending an object.
    override.ifPresent(address ->
        s3.endpointOverride(address)
            .serviceConfiguration(configuration -> configuration.chunkedEncodingEnabled(false))
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED));
    return new S3ObjectStore(
        s3.build(), identity(access, override), ObjectStores.open(folder, definitionFolder, clock));
  }

  /** Names of buckets are unique within a partition: all of it is one store. */
  private static String identity(AwsAccess access, Optional<URI> override) {
    String partition = PartitionMetadata.of(access.region()).id();
    return override
        .map(address -> "s3:" + address.getScheme() + "://" + address.getAuthority())
        .orElse(partition.equals("aws") ? "s3" : "s3:" + partition);
  }
}
