package dev.stepcache.http.rest;

import dev.stepcache.application.access.Credentials;
import dev.stepcache.application.access.SecretVault;
import dev.stepcache.application.port.AccessBook;
import dev.stepcache.application.port.Store;
import dev.stepcache.domain.access.Grant;
import dev.stepcache.domain.access.Permission;
import dev.stepcache.domain.access.PipelinePattern;
import dev.stepcache.domain.access.PrincipalName;
import dev.stepcache.http.TestService;
import dev.stepcache.persistence.jooq.Stores;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;

/** A service that controls access, and one caller whose grants a test gives and takes. */
final class GrantedService implements AutoCloseable {
  private static final PrincipalName CALLER = new PrincipalName("caller");
  private static final String EVERYWHERE = "*";

  private final TestService service;
  private final String token;

  private GrantedService(TestService service, String token) {
    this.service = service;
    this.token = token;
  }

  static GrantedService in(Path folder) {
    String token = token("jdbc:sqlite:" + folder.resolve("history.db"));
    GrantedService granted =
        new GrantedService(
            TestService.in(folder, settings -> settings.access(Optional.of(true))), token);
    granted.grantAll();
    return granted;
  }

  /** There has to be a caller before a service that asks who calls starts. */
  private static String token(String url) {
    SecureRandom random = new SecureRandom();
    try (Store store = Stores.open(url, InstantSource.system())) {
      return new Credentials(
              store.accessBook(),
              () -> new SecretVault(new byte[32], random),
              random,
              InstantSource.system())
          .issueToken(CALLER)
          .token();
    }
  }

  Api client() {
    return new Api(service.address(), Optional.of(token));
  }

  Store store() {
    return service.store();
  }

  /** The caller has these permissions on the pipelines of a pattern, and nothing else. */
  void grant(String pattern, Permission... permissions) {
    AccessBook book = store().accessBook();
    book.grants(CALLER).forEach(book::revoke);
    Arrays.stream(permissions)
        .forEach(permission ->
            book.grant(new Grant(CALLER, permission, new PipelinePattern(pattern)), Instant.EPOCH));
  }

  void grantAll() {
    grant(EVERYWHERE, Permission.values());
  }

  /** The caller has all permissions but one. */
  void grantAllBut(Permission missing) {
    grant(
        EVERYWHERE,
        Arrays.stream(Permission.values())
            .filter(permission -> permission != missing)
            .toArray(Permission[]::new));
  }

  @Override
  public void close() {
    service.close();
  }
}
