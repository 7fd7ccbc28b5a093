package dev.stepcache.cli.sagemaker;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.stepcache.application.json.JsonReader;
import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.domain.attribute.CanonicalJson;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.AcquireInitialTokenRequest;
import software.amazon.awssdk.retries.api.RecordSuccessRequest;
import software.amazon.awssdk.retries.api.RefreshRetryTokenRequest;
import software.amazon.awssdk.retries.api.RefreshRetryTokenResponse;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.retries.api.RetryToken;
import software.amazon.awssdk.retries.api.TokenAcquisitionFailedException;

/** Calls services in JSON: signed, and tried again as the SDK's own clients do. */
final class AwsCalls {
  private static final int LAST_GOOD_STATUS = 299;

  private final AwsCredentialsProvider credentials;
  private final Region region;
  private final Function<AwsService, URI> addresses;
  private final Function<AwsService, SdkHttpClient> clients;
  private final RetryStrategy retries;
  private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();

  AwsCalls(
      AwsCredentialsProvider credentials,
      Region region,
      Function<AwsService, URI> addresses,
      Function<AwsService, SdkHttpClient> clients,
      RetryStrategy retries) {
    this.credentials = credentials;
    this.region = region;
    this.addresses = addresses;
    this.clients = clients;
    this.retries = retries;
  }

  /** A call by the protocol AWS JSON 1.1. */
  ObjectValue call(AwsService service, String operation, ObjectValue request)
      throws AwsFault, InterruptedException {
    SdkHttpRequest unsigned =
        post(addresses.apply(service))
            .putHeader("Content-Type", "application/x-amz-json-1.1")
            .putHeader("X-Amz-Target", service.target(operation))
            .build();
    return json(send(service, unsigned, CanonicalJson.bytes(request)).body())
        .asObject()
        .orElse(ObjectValue.EMPTY);
  }

  /** What a function answers to an input; an error of the function is a fault of that code. */
  AttributeValue invoke(String function, ObjectValue input) throws AwsFault, InterruptedException {
    SdkHttpRequest unsigned =
        post(addresses.apply(AwsService.LAMBDA))
            .encodedPath("/2015-03-31/functions/" + encoded(function) + "/invocations")
            .putHeader("Content-Type", "application/json")
            .putHeader("X-Amz-Invocation-Type", "RequestResponse")
            .build();
    Answer answer = send(AwsService.LAMBDA, unsigned, CanonicalJson.bytes(input));
    if (answer.functionError().isPresent()) {
      throw new AwsFault(answer.status(), "FunctionError", text(answer.body(), "errorMessage"));
    }
    return json(answer.body());
  }

  private static String encoded(String segment) {
    return URLEncoder.encode(segment, UTF_8).replace("+", "%20");
  }

  private static SdkHttpRequest.Builder post(URI address) {
    return SdkHttpRequest.builder().uri(address).method(SdkHttpMethod.POST);
  }

  /** What a service answered. */
  private record Answer(int status, Optional<String> functionError, String body) {}

  private Answer send(AwsService service, SdkHttpRequest unsigned, byte[] body)
      throws AwsFault, InterruptedException {
    RetryToken token =
        retries.acquireInitialToken(AcquireInitialTokenRequest.create(service.name())).token();
    while (true) {
      try {
        Answer answer = sendOnce(service, unsigned, body);
        var unused = retries.recordSuccess(RecordSuccessRequest.create(token));
        return answer;
      } catch (SdkException failed) {
        if (Thread.interrupted()) {
          throw new InterruptedException(failed.getMessage());
        }
        RefreshRetryTokenResponse again = again(token, failed);
        token = again.token();
        Thread.sleep(again.delay());
      }
    }
  }

  private RefreshRetryTokenResponse again(RetryToken token, SdkException failed) throws AwsFault {
    try {
      return retries.refreshRetryToken(
          RefreshRetryTokenRequest.builder().token(token).failure(failed).build());
    } catch (TokenAcquisitionFailedException noMore) {
      throw fault(failed);
    }
  }

  private static AwsFault fault(SdkException failed) {
    if (failed instanceof AwsServiceException refusal) {
      AwsErrorDetails details = refusal.awsErrorDetails();
      return new AwsFault(refusal.statusCode(), details.errorCode(), details.errorMessage());
    }
    return new AwsFault(AwsFault.UNREACHABLE, "Unreachable", String.valueOf(failed.getMessage()));
  }

  private Answer sendOnce(AwsService service, SdkHttpRequest unsigned, byte[] body)
      throws AwsFault {
    AwsCredentials identity = identity();
    SignedRequest signed =
        signer.sign(request ->
            request
                .identity(identity)
                .request(unsigned)
                .payload(ContentStreamProvider.fromByteArray(body))
                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service.signingName())
                .putProperty(AwsV4HttpSigner.REGION_NAME, region.id()));
    SdkHttpRequest sized =
        signed.request().toBuilder()
            .putHeader("Content-Length", String.valueOf(body.length))
            .build();
    HttpExecuteRequest.Builder call = HttpExecuteRequest.builder().request(sized);
    signed.payload().ifPresent(call::contentStreamProvider);
    try {
      return answer(clients.apply(service).prepareRequest(call.build()).call());
    } catch (IOException unreachable) {
      throw SdkClientException.create(
          "%s cannot be reached: %s".formatted(sized.host(), unreachable.getMessage()),
          unreachable);
    }
  }

  private AwsCredentials identity() throws AwsFault {
    try {
      return credentials.resolveCredentials();
    } catch (SdkException none) {
      throw new AwsFault(AwsFault.NOT_SENT, "ClientError", String.valueOf(none.getMessage()));
    }
  }

  private static Answer answer(HttpExecuteResponse response) throws IOException {
    String body = "";
    if (response.responseBody().isPresent()) {
      try (InputStream in = response.responseBody().get()) {
        body = new String(in.readAllBytes(), UTF_8);
      }
    }
    int status = response.httpResponse().statusCode();
    if (status > LAST_GOOD_STATUS) {
      throw refusal(status, response.httpResponse().firstMatchingHeader("x-amzn-ErrorType"), body);
    }
    return new Answer(
        status, response.httpResponse().firstMatchingHeader("X-Amz-Function-Error"), body);
  }

  private static AwsServiceException refusal(int status, Optional<String> type, String body) {
    String name = type.orElseGet(() -> text(body, "__type"));
    String code = name.substring(name.indexOf('#') + 1).replaceAll(":.*", "");
    AwsErrorDetails details =
        AwsErrorDetails.builder()
            .errorCode(code.isEmpty() ? "HTTP " + status : code)
            .errorMessage(text(body, "message", "Message"))
            .build();
    return AwsServiceException.builder().statusCode(status).awsErrorDetails(details).build();
  }

  /** The first of these members that an answer has, or all of one that is no object. */
  private static String text(String body, String... members) {
    Optional<ObjectValue> object =
        JsonReader.read(body).toJavaOptional().flatMap(AttributeValue::asObject);
    for (String member : members) {
      Optional<String> text = object.flatMap(found -> found.textMember(member));
      if (text.isPresent()) {
        return text.get();
      }
    }
    return object.isPresent() ? "" : body;
  }

  private static AttributeValue json(String body) throws AwsFault {
    if (body.isEmpty()) {
      return AttributeValue.object(Map.of());
    }
    return JsonReader.read(body)
        .getOrElseThrow(fault ->
            new AwsFault(
                AwsFault.UNREACHABLE, "Unreachable", "it answered what is no JSON: " + fault));
  }
}
