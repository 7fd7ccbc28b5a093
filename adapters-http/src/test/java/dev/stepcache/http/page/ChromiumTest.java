package dev.stepcache.http.page;

import static dev.stepcache.http.page.Pipelines.definition;
import static dev.stepcache.http.page.Pipelines.step;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stepcache.domain.run.ExecutionId;
import dev.stepcache.domain.step.StepName;
import dev.stepcache.http.TestService;
import dev.stepcache.http.page.Pipelines.Going;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pages for people, in a real browser. */
@Tag("chromium")
class ChromiumTest {
  @TempDir Path folder;
  private TestService service;
  private Browser browser;

  @BeforeEach
  void start() throws Exception {
    service = TestService.in(Files.createDirectory(folder.resolve("service")));
    browser = new Browser(Files.createDirectory(folder.resolve("profile")));
  }

  @AfterEach
  void end() {
    browser.close();
    service.close();
  }

  @Test
  void no_page_gives_the_browser_reason_to_complain() throws Exception {
    ExecutionId all = Pipelines.ofAllMarks(service, "<script>alert(1)</script>\"'&");
    ExecutionId ran = Pipelines.run(service, "churn", definition(step("a \"b\"", "0.1", 0)));
    for (String path :
        new String[] {
          "/", "/pipelines/churn", Address.of(all), Address.of(ran, new StepName("a \"b\""))
        }) {
      browser.open(service.uri(path));
      assertThat(browser.evaluate("document.querySelectorAll('h1').length")).isEqualTo("1");
      assertThat(browser.evaluate("getComputedStyle(document.body).maxWidth")).isEqualTo("1216px");
    }
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void the_browser_refuses_what_is_not_the_services_own() {
    browser.open(service.uri("/"));
    assertThat(
            browser.evaluate(
                "(() => { const s = document.createElement('script'); s.textContent = 'hit = 1';"
                    + " document.body.append(s); return typeof hit; })()"))
        .isEqualTo("undefined");
    Browser.await(() -> !browser.complaints().isEmpty());
  }

  @Test
  void every_step_of_the_graph_is_reached_by_the_tabulator_and_opened_by_enter() throws Exception {
    ExecutionId all = Pipelines.ofAllMarks(service, "abalone");
    browser.open(service.uri(Address.of(all)));
    browser.press("Tab");
    assertThat(browser.evaluate("document.activeElement.className")).isEqualTo("skip");
    Set<String> reached = new HashSet<>();
    int steps = Integer.parseInt(browser.evaluate("document.querySelectorAll('svg a').length"));
    for (int i = 0; i < 60; i++) {
      browser.press("Tab");
      if (browser.evaluate("Boolean(document.activeElement.closest('svg'))").equals("true")) {
        reached.add(browser.evaluate("document.activeElement.getAttribute('aria-label')"));
      }
    }
    assertThat(reached).hasSize(steps).contains("Fetch, Processing: hit");
    browser.evaluate("document.querySelector('svg a').focus()");
    browser.press("Enter");
    Browser.await(() -> browser.evaluate("document.title").equals("Step Fetch – stepcache"));
  }

  @Test
  void names_roles_and_headings_reach_those_who_listen() throws Exception {
    ExecutionId all = Pipelines.ofAllMarks(service, "abalone");
    browser.open(service.uri(Address.of(all)));
    assertThat(browser.evaluate("document.documentElement.lang")).isEqualTo("en");
    assertThat(
            browser.evaluate(
                "[...document.querySelectorAll('h1,h2,h3')].map(h => h.tagName[1]).reduce("
                    + "(last, next) => next - last > 1 ? 99 : next, 0) < 9"))
        .isEqualTo("true");
    assertThat(
            browser.evaluate(
                "[...document.querySelectorAll('table')].every(t => t.caption && "
                    + "[...t.querySelectorAll('th')].every(h => h.scope))"))
        .isEqualTo("true");
    assertThat(browser.evaluate("document.querySelector('[role=status]').textContent"))
        .contains("Executing; 12 steps: 2 hit");
  }

  @Test
  void an_execution_is_seen_to_go_on_without_a_reload_and_keeps_the_focus() throws Exception {
    Going going =
        Pipelines.begin(
            service,
            "churn",
            definition(step("prepare", "0.1", 3_000), step("train", "0.1", 0, "prepare")));
    browser.open(service.uri(Address.of(going.id())));
    browser.evaluate("window.unchanged = 1, document.querySelector('svg a').focus()");
    Browser.await(() -> progress().equals("Executing; 2 steps: 1 running; 1 waiting"));
    Browser.await(() -> progress().equals("Succeeded; 2 steps: 2 miss, ran"));
    assertThat(browser.evaluate("window.unchanged")).isEqualTo("1");
    assertThat(browser.evaluate("document.activeElement.getAttribute('aria-label')"))
        .isEqualTo("prepare, Processing: miss, ran");
    assertThat(browser.evaluate("document.querySelector('main').hasAttribute('data-live')"))
        .isEqualTo("false");
    going.end();
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void without_scripts_all_can_be_read_and_a_running_execution_is_loaded_anew() throws Exception {
    browser.runScripts(false);
    Going going = Pipelines.begin(service, "churn", definition(step("prepare", "0.1", 2_000)));
    browser.open(service.uri(Address.of(going.id())));
    assertThat(browser.evaluate("document.querySelectorAll('svg a').length")).isEqualTo("1");
    Browser.await(() -> progress().startsWith("Succeeded;"));
    going.end();
  }

  @Test
  void light_and_dark_follow_what_the_reader_prefers() throws Exception {
    ExecutionId all = Pipelines.ofAllMarks(service, "abalone");
    browser.prefer("light");
    browser.open(service.uri(Address.of(all)));
    assertThat(browser.evaluate("getComputedStyle(document.body).backgroundColor"))
        .isEqualTo("rgb(255, 255, 255)");
    byte[] light = browser.picture();
    browser.prefer("dark");
    assertThat(browser.evaluate("getComputedStyle(document.body).backgroundColor"))
        .isEqualTo("rgb(15, 19, 23)");
    assertThat(browser.picture()).isNotEqualTo(light);
  }

  @Test
  void a_narrow_window_scrolls_what_is_wide_and_never_the_page() throws Exception {
    ExecutionId all = Pipelines.ofAllMarks(service, "abalone");
    ExecutionId ran = Pipelines.run(service, "churn", definition(step("train", "0.1", 0)));
    browser.resize(375, 800);
    for (String path :
        new String[] {
          "/",
          "/pipelines/churn",
          Address.of(all),
          Address.of(all, new StepName("Clean")),
          Address.of(ran, new StepName("train"))
        }) {
      browser.open(service.uri(path));
      assertThat(
              browser.evaluate(
                  "document.documentElement.scrollWidth <= document.documentElement.clientWidth"))
          .as(path)
          .isEqualTo("true");
    }
  }

  /** What the page says of the progress; nothing while it is being loaded. */
  private String progress() {
    return browser.evaluate("document.getElementById('progress')?.textContent ?? ''");
  }
}
