package dev.stepcache.http.rest;

import dev.stepcache.http.TestService;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Tests of the REST API (H2) by a client of a real service on a real SQLite file. */
abstract class OverTheWire {
  @TempDir Path folder = Path.of("");
  TestService service;
  Api api;

  @BeforeEach
  void start() {
    service = TestService.in(folder);
    api = new Api(service.address());
  }

  @AfterEach
  void stop() {
    api.close();
    service.close();
  }
}
