package dev.stepcache.application.service;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.immutables.value.Value;

/**
 * How a service is run.
 *
 * @param host the address it listens at
 * @param port 0 for any that is free
 * @param access whether callers prove who they are; empty: everywhere but on loopback addresses
 * @param tls the certificate and its key, where calls are encrypted
 * @param region as in the ARNs that it makes
 * @param account as in the ARNs that it makes, 12 digits
 * @param maxBody the longest body of a request, in bytes
 * @param maxCalls how many calls are worked on at a time; more are refused
 * @param maxExecutions how many executions go on at a time
 * @param maxWaiting how many more may wait for that; further ones are refused
 * @param maxParallel how many steps of an execution run at a time where neither it nor its pipeline
 *     says that
 * @param patience how long a client may take to send a request
 * @param grace how long calls and executions may take to end when the service does
 * @param state the folder of logs, and of what else is kept on this machine
 * @param log where each call is written down, a JSON object a line
 * @param system the real time of this machine
 */
@Value.Builder
public record ServiceSettings(
    String host,
    int port,
    Optional<Boolean> access,
    Optional<Tls> tls,
    String region,
    String account,
    long maxBody,
    int maxCalls,
    int maxExecutions,
    int maxWaiting,
    int maxParallel,
    Duration patience,
    Duration grace,
    Path state,
    PrintStream log,
    InstantSource system,
    Map<String, String> environment) {

  /** A certificate with its chain, and its private key, both PEM files. */
  public record Tls(Path certificates, Path key) {}
}
