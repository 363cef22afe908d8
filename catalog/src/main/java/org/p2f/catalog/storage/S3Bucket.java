package org.p2f.catalog.storage;

import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadBucketResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.MetadataDirective;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/**
 * The requests to one bucket. Each is tried some times; one that fails for good throws {@link
 * StoreAway}, unchecked.
 */
final class S3Bucket implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(S3Bucket.class);

  /**
   * Of a request, its repetitions included: they end within about two seconds if nobody listens.
   */
  private static final int TRIES = 5;

  private static final Duration CONNECT = Duration.ofSeconds(3);
  private static final Duration SILENCE = Duration.ofSeconds(30);
  private static final Duration PROBE = Duration.ofSeconds(3);
  private static final int MISSING = 404;
  private static final int START_TRIES = 100;
  private static final Duration START_PAUSE = Duration.ofSeconds(5);

  private final S3Properties properties;
  private final S3Client client;
  private final S3Presigner presigner;

  S3Bucket(S3Properties properties, S3Meters meters) {
    this.properties = properties;
    AwsCredentialsProvider credentials = properties.credentials();
    Region region = region(properties);
    var style = S3Configuration.builder().pathStyleAccessEnabled(properties.pathStyle()).build();
    this.client =
        S3Client.builder()
            .endpointOverride(properties.endpoint())
            .region(region)
            .credentialsProvider(credentials)
            .serviceConfiguration(style)
            // What is read is held against its address.
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .httpClientBuilder(
                UrlConnectionHttpClient.builder().connectionTimeout(CONNECT).socketTimeout(SILENCE))
            .overrideConfiguration(
                client ->
                    client
                        .retryStrategy(StandardRetryStrategy.builder().maxAttempts(TRIES).build())
                        .addExecutionInterceptor(meters))
            .build();
    URI seen =
        properties.publicEndpoint() == null ? properties.endpoint() : properties.publicEndpoint();
    this.presigner =
        S3Presigner.builder()
            .endpointOverride(seen)
            .region(region)
            .credentialsProvider(credentials)
            .serviceConfiguration(style)
            .build();
  }

  private static Region region(S3Properties properties) {
    if (properties.region() != null) {
      return Region.of(properties.region());
    }
    return properties.endpoint() == null
        ? DefaultAwsRegionProviderChain.builder().build().getRegion()
        : Region.US_EAST_1;
  }

  /**
   * @throws UncheckedIOException if the bucket does not answer, soon
   */
  void check() {
    call("ask for the bucket", this::probe);
  }

  private HeadBucketResponse probe() {
    return client.headBucket(
        r -> r.bucket(bucket()).overrideConfiguration(c -> c.apiCallTimeout(PROBE)));
  }

  /**
   * Waits, for about eight minutes, for a server that does not answer yet.
   *
   * @throws UnusableStore if it answers that there is no such bucket, or none for these credentials
   * @throws UncheckedIOException if it never answers
   */
  void await() {
    for (int tries = 1; ; tries++) {
      try {
        probe();
        return;
      } catch (AwsServiceException e) {
        refuseIfFinal(e);
        pauseOrGiveUp(e, tries);
      } catch (SdkException e) {
        pauseOrGiveUp(e, tries);
      }
    }
  }

  /** Redirects, denials and absence do not pass. */
  private void refuseIfFinal(AwsServiceException e) {
    if (e.statusCode() < 500 && !e.isThrottlingException()) {
      throw new UnusableStore(
          "The object store %s answers with status %d: %s"
              .formatted(properties, e.statusCode(), e.getMessage()),
          "Make the bucket, or correct p2f.store.s3.bucket, endpoint, region and access-key; the "
              + "key must be allowed to list, read, write and delete in it.");
    }
  }

  private void pauseOrGiveUp(SdkException e, int tries) {
    if (tries == START_TRIES) {
      throw away("begin", e);
    }
    log.warn(
        "The object store {} does not answer yet ({} of {}): {}",
        properties,
        tries,
        START_TRIES,
        e.getMessage());
    try {
      Thread.sleep(START_PAUSE);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw away("begin", e);
    }
  }

  Optional<HeadObjectResponse> head(String name) {
    return find("ask for " + name, () -> client.headObject(r -> r.bucket(bucket()).key(key(name))));
  }

  /**
   * @param from offset in bytes
   * @return to be closed; empty if there is none
   */
  Optional<ResponseInputStream<GetObjectResponse>> get(String name, long from) {
    return find(
        "read " + name,
        () ->
            client.getObject(
                r ->
                    r.bucket(bucket())
                        .key(key(name))
                        .range(from == 0 ? null : "bytes=%d-".formatted(from))));
  }

  /**
   * @param sha256 in base64, which the server checks
   */
  void put(String name, String sha256, RequestBody content) {
    call(
        "store " + name,
        () ->
            client.putObject(
                r -> r.bucket(bucket()).key(key(name)).checksumSHA256(sha256), content));
  }

  void delete(String name) {
    call("delete " + name, () -> client.deleteObject(r -> r.bucket(bucket()).key(key(name))));
  }

  /** Within the bucket, at the server; at most 5 GiB. */
  void copy(String from, String to, Map<String, String> metadata) {
    call(
        "copy " + from,
        () ->
            client.copyObject(
                r ->
                    r.sourceBucket(bucket())
                        .sourceKey(key(from))
                        .destinationBucket(bucket())
                        .destinationKey(key(to))
                        .metadata(metadata)
                        .metadataDirective(MetadataDirective.REPLACE)));
  }

  /** Hands over all that begin with that. */
  void list(String start, Consumer<S3Object> action) {
    var pages =
        client.listObjectsV2Paginator(r -> r.bucket(bucket()).prefix(key(start))).iterator();
    while (call("list " + start, pages::hasNext)) {
      call("list " + start, pages::next).contents().forEach(action);
    }
  }

  /** Begins an upload whose parts are sent with their checksums. */
  String beginUpload(String name) {
    return call(
            "begin to store " + name,
            () ->
                client.createMultipartUpload(
                    r ->
                        r.bucket(bucket())
                            .key(key(name))
                            .checksumAlgorithm(ChecksumAlgorithm.SHA256)))
        .uploadId();
  }

  /** Begins an upload whose parts are copied. */
  String beginCopy(String name, Map<String, String> metadata) {
    return call(
            "begin to copy to " + name,
            () ->
                client.createMultipartUpload(
                    r -> r.bucket(bucket()).key(key(name)).metadata(metadata)))
        .uploadId();
  }

  /**
   * @param part from 1
   * @param sha256 in base64, which the server checks
   */
  CompletedPart upload(String name, String upload, int part, String sha256, RequestBody content) {
    var stored =
        call(
            "store a part of " + name,
            () ->
                client.uploadPart(
                    r ->
                        r.bucket(bucket())
                            .key(key(name))
                            .uploadId(upload)
                            .partNumber(part)
                            .checksumSHA256(sha256),
                    content));
    return CompletedPart.builder()
        .partNumber(part)
        .eTag(stored.eTag())
        .checksumSHA256(sha256)
        .build();
  }

  /**
   * @param range as in a Range header
   */
  CompletedPart copyPart(String from, String to, String upload, int part, String range) {
    var copied =
        call(
                "copy a part of " + from,
                () ->
                    client.uploadPartCopy(
                        r ->
                            r.sourceBucket(bucket())
                                .sourceKey(key(from))
                                .destinationBucket(bucket())
                                .destinationKey(key(to))
                                .uploadId(upload)
                                .partNumber(part)
                                .copySourceRange(range)))
            .copyPartResult();
    return CompletedPart.builder().partNumber(part).eTag(copied.eTag()).build();
  }

  /**
   * Makes the parts one object.
   *
   * @return whether it is one: false if there is no such upload (any more)
   */
  boolean complete(String name, String upload, List<CompletedPart> parts) {
    return find(
            "end storing " + name,
            () ->
                client.completeMultipartUpload(
                    r ->
                        r.bucket(bucket())
                            .key(key(name))
                            .uploadId(upload)
                            .multipartUpload(u -> u.parts(parts))))
        .isPresent();
  }

  /** Does nothing if there is none. */
  void abort(String name, String upload) {
    find(
        "give up storing " + name,
        () -> client.abortMultipartUpload(r -> r.bucket(bucket()).key(key(name)).uploadId(upload)));
  }

  /** Gives up uploads that were begun before that time. */
  int abortUploads(Instant before) {
    List<MultipartUpload> stale = new ArrayList<>();
    var pages =
        client.listMultipartUploadsPaginator(r -> r.bucket(bucket()).prefix(key(""))).iterator();
    while (call("list uploads", pages::hasNext)) {
      call("list uploads", pages::next).uploads().stream()
          .filter(upload -> upload.initiated().isBefore(before))
          .forEach(stale::add);
    }
    for (MultipartUpload upload : stale) {
      find(
          "give up an upload",
          () ->
              client.abortMultipartUpload(
                  r -> r.bucket(bucket()).key(upload.key()).uploadId(upload.uploadId())));
    }
    return stale.size();
  }

  /** An address at which anybody can read the object for a while, as a download of that name. */
  URI presign(String name, String fileName, String mediaType) {
    return URI.create(
        presigner
            .presignGetObject(
                presigned ->
                    presigned
                        .signatureDuration(properties.presignLifetime())
                        .getObjectRequest(
                            r ->
                                r.bucket(bucket())
                                    .key(key(name))
                                    .responseContentType(mediaType)
                                    .responseContentDisposition(
                                        "attachment; filename=\"%s\"".formatted(fileName))))
            .url()
            .toExternalForm());
  }

  private String bucket() {
    return properties.bucket();
  }

  private String key(String name) {
    return properties.key(name);
  }

  /** Empty where the server knows no such thing. */
  private <T> Optional<T> find(String what, Supplier<T> request) {
    return call(
        what,
        () -> {
          try {
            return Optional.of(request.get());
          } catch (NoSuchBucketException e) {
            throw e;
          } catch (AwsServiceException e) {
            if (e.statusCode() == MISSING) {
              return Optional.empty();
            }
            throw e;
          }
        });
  }

  private <T> T call(String what, Supplier<T> request) {
    try {
      return request.get();
    } catch (SdkException e) {
      throw away(what, e);
    }
  }

  private UncheckedIOException away(String what, SdkException cause) {
    return new UncheckedIOException(
        "Cannot " + what,
        new StoreAway(
            "the object store %s does not answer as it should: %s"
                .formatted(properties, cause.getMessage()),
            cause));
  }

  @Override
  public void close() {
    client.close();
    presigner.close();
  }
}
