package org.p2f.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Signing in with a token, every page, and what is started and read on them. */
class ConsoleBrowserTest extends ConsoleInBrowser {
  private static final List<String> PAGES =
      List.of(
          "home",
          "explore",
          "runs",
          "run/trn-1",
          "new-run",
          "compare?ids=trn-1,trn-2",
          "datasets",
          "dataset/ds-1",
          "evaluations",
          "evaluation/evl-1",
          "analysis/ana-1",
          "studies",
          "study/std-1",
          "job/trn-1",
          "storage",
          "lineage/mdl-1",
          "search?q=best",
          "nowhere");

  @Test
  void tokenIsKeptInMemoryOnlySoThatReloadingAsksForItAgain() throws Exception {
    signIn();
    browser.until("document.body.innerText.includes('The loss was not finite')");
    assertThat(text()).contains("tester", "Running and waiting", "Change the request");
    var kept = "localStorage.length + sessionStorage.length + document.cookie.length";
    assertThat(browser.value(kept).asInt()).isZero();
    assertThat(browser.value("location.href").asString()).doesNotContain("eyJ");
    browser.open("about:blank");
    browser.open(gateway.url() + "/console/#/explore");
    browser.until("document.querySelector('#token')");
    assertThat(browser.value("document.querySelector('#token').value").asString()).isEmpty();
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void tokenThatIsNoneOrHasEndedIsRefusedInWords() throws Exception {
    signIn("not a token?");
    browser.until("document.body.innerText.includes('That is no token')");
    signIn(gateway.tokens.token("read run", Instant.now().minusSeconds(3600)));
    browser.until("document.body.innerText.includes('./p2f token and paste it whole')");
    assertThat(browser.value("!document.querySelector('nav')").asBoolean()).isTrue();
  }

  @Test
  void namesStayTextOnEveryPage() throws Exception {
    signIn();
    visit("explore");
    browser.until("document.body.innerText.includes('codes of 8 values')");
    assertThat(text()).contains(FakeAnswers.NAME);
    assertThat(browser.value("document.querySelectorAll('[onerror]').length").asInt()).isZero();
  }

  @Test
  void everyPageIsReadableOnAPhoneAndOnAWallInLightAndDark() throws Exception {
    signIn();
    browser.value(axe() + "; void 0");
    for (var page : PAGES) {
      visit(page);
      for (int width : List.of(390, 1280, 2560)) {
        browser.screen(width, 900, width == 1280);
        Thread.sleep(150); // plots follow their room
        assertThat(browser.value("document.documentElement.scrollWidth").asInt())
            .as("%s is as wide as the screen of %d", page, width)
            .isLessThanOrEqualTo(width);
        if (width < 2560) {
          assertThat(faults()).as("%s at %d", page, width).isEmpty();
        }
      }
      assertThat(browser.complaints()).as(page).isEmpty();
    }
  }

  /** What a checker of accessibility finds, serious or worse. */
  private List<String> faults() throws Exception {
    var found =
        browser.value(
            "axe.run(document, {resultTypes: ['violations']}).then(r => r.violations"
                + ".filter(v => ['serious', 'critical'].includes(v.impact))"
                + ".map(v => v.id + ': ' + v.nodes.slice(0, 3).map(n => n.html + ' '"
                + " + n.failureSummary).join('; ')))");
    return found.valueStream().map(JsonNode::asString).toList();
  }

  private static String axe() {
    try (var file = ConsoleBrowserTest.class.getResourceAsStream("/axe.min.js")) {
      return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  @Test
  void runStartsFromAPresetWithWhatItWouldTakeBesideIt() throws Exception {
    signIn();
    visit("new-run");
    browser.until("document.body.innerText.includes('about 1 min 30 s')");
    browser.value(
        "(e => { e.value = 25; e.dispatchEvent(new Event('change')); })"
            + "(document.querySelector('[name=steps]'))");
    browser.value("document.querySelector('[name=\"probe.everySteps\"]').value = 5");
    browser.value("document.querySelector('fieldset [name=\"encoder.readout\"]').value = 'pooled'");
    browser.value("document.querySelector('[name=\"scoreNetwork.options.fir\"]').value = 'true'");
    browser.value("document.querySelector('main form').requestSubmit()");
    browser.until("location.hash.startsWith('#/run/')");
    var request = new JsonMapper().readTree(platform.sent("/v1/training-runs").getLast());
    assertThat(request.path("steps").asInt()).isEqualTo(25);
    assertThat(request.at("/probe/everySteps").asInt()).isEqualTo(5);
    assertThat(request.path("encoder").toString()).isEqualTo("{\"readout\":\"pooled\"}");
    assertThat(request.at("/scoreNetwork/options/fir").asBoolean()).isTrue();
    assertThat(request.has("optimizer")).isFalse();
    assertThat(request.path("preset").asString()).isEqualTo("tiny");
    assertThat(request.path("datasetId").asString()).isEqualTo("ds-1");
    assertThat(platform.sent("/v1/training-plans")).isNotEmpty();
  }

  @Test
  void figuresOfAnAnalysisAreShownInTheirColoursAndSavedAsTheyAre() throws Exception {
    signIn();
    visit("analysis/ana-1");
    browser.until("document.querySelector('figure img')?.naturalWidth === 120");
    browser.value(
        "window.saved = []; let last; const make = URL.createObjectURL;"
            + "URL.createObjectURL = blob => { last = blob; return make.call(URL, blob); };"
            + "HTMLAnchorElement.prototype.click = function () {"
            + " const name = this.download, blob = last; colour(blob).then(c => saved.push([name, c])); };"
            + "window.colour = async blob => { if (blob.type !== 'image/png') return blob.size;"
            + " const c = new OffscreenCanvas(1, 1).getContext('2d');"
            + " c.drawImage(await createImageBitmap(blob), 0, 0);"
            + " return [...c.getImageData(0, 0, 1, 1).data].join(); }; void 0");
    for (var label : List.of("table.csv", "figure-1.svg as SVG", "figure-1.svg as PNG")) {
      browser.value("document.querySelector('[aria-label=\"%s\"]').click()".formatted(label));
    }
    browser.until("window.saved.length === 3");
    assertThat(browser.value("window.saved.map(s => s[0]).sort().join()").asString())
        .isEqualTo("figure-1.png,figure-1.svg,table.csv");
    assertThat(browser.value("window.saved.find(s => s[0].endsWith('png'))[1]").asString())
        .isEqualTo("0,255,0,255");
  }

  @Test
  void tagsAndNotesOfARunAreShownFoundAndSent() throws Exception {
    signIn();
    visit("runs");
    browser.until("document.querySelector('td .tag')?.textContent === 'baseline'");
    browser.value(
        "(e => { e.value = 'baseline learns'; e.dispatchEvent(new Event('input')); })"
            + "(document.querySelector('.filter input'))");
    assertThat(browser.value("document.querySelectorAll('tbody tr').length").asInt()).isEqualTo(2);
    visit("run/trn-1");
    browser.until("document.querySelector('.labels textarea')?.value === 'It learns.'");
    browser.value("document.querySelector('[name=tags]').value = ' paper , first look,'");
    browser.value("document.querySelector('.labels').requestSubmit()");
    browser.until("document.querySelector('.labels [role=status]')");
    assertThat(platform.sent("/v1/training-runs/trn-1"))
        .containsExactly("{\"tags\":[\"paper\",\"first look\"],\"notes\":\"It learns.\"}");
  }

  @Test
  void claimsHaveVerdictsAndIntervals() throws Exception {
    signIn();
    visit("study/std-1");
    browser.until("document.body.innerText.includes('Not supported')");
    assertThat(text())
        .contains("Codes differ along t", "-2.0 points (-3.0 points to -1.0 points)")
        .contains("Trained codes tell shape better than untrained ones.");
  }
}
