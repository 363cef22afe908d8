package org.p2f.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The console as a person uses it, in a real browser, before services that are not real. */
@Timeout(300)
class ConsoleBrowserTest {

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

  private Browser browser;
  private RunningGateway gateway;
  private FakePlatform platform;

  @BeforeEach
  void start() throws Exception {
    browser = Browser.orSkip();
    gateway = new RunningGateway();
    platform = new FakePlatform(gateway);
    browser.screen(1280, 900, false);
    browser.open(gateway.url() + "/console/");
    browser.until("document.querySelector('#token')");
  }

  @AfterEach
  void stop() throws Exception {
    if (browser != null) {
      browser.close();
    }
    if (gateway != null) {
      gateway.close();
    }
  }

  private void signIn(String token) throws Exception {
    browser.value("document.querySelector('#token').value = " + Browser.quoted(token));
    browser.value("document.querySelector('main form').requestSubmit()");
  }

  private void signIn() throws Exception {
    signIn(gateway.tokens.valid());
    browser.until("document.querySelector('nav')");
  }

  /** Goes to a page and waits until nothing says that it is loading. */
  private void visit(String page) throws Exception {
    browser.value("location.hash = %s".formatted(Browser.quoted("#/" + page)));
    browser.until("document.querySelector('#main > * h1, #main > h1')");
    browser.until(
        "![...document.querySelectorAll('[role=status]')].some(e => e.innerText.endsWith('…'))");
  }

  private String text() throws Exception {
    return browser.value("document.body.innerText").asString();
  }

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
  void sliderOnlyRedrawsWhatOneCallHasBrought() throws Exception {
    signIn();
    visit("explore");
    browser.until("document.body.innerText.includes('codes of 8 values')");
    var images = "[...document.querySelectorAll('canvas')].map(c => c.toDataURL()).join()";
    var before = browser.value(images).asString();
    slide(15);
    assertThat(text()).contains("t = 0.75", "noise σ = 2.991");
    assertThat(browser.value(images).asString()).isNotEqualTo(before);
    assertThat(browser.value("location.hash").asString()).contains("t=0.75", "image=0");
    for (int i = 0; i < FakePlatform.TIMES; i++) {
      slide(i);
    }
    assertThat(encoded()).as("calls that encode at all times").isOne();
    assertThat(browser.complaints()).isEmpty();
  }

  /** What the code adds stands beside x at t, drawn from one call, and so does x at t. */
  @Test
  void sliderShowsWhatIsMadeOfTheCodeAndOfAnothers() throws Exception {
    signIn();
    visit("explore");
    browser.until("document.body.innerText.includes('What the code adds')");
    browser.until("document.body.innerText.includes('denoised with its code')");
    slide(10);
    assertThat(text())
        .contains("denoised with its code: error 0.02", "error 0.03, 3 dB more")
        .contains("with its code", "with the code of image");
    // 0.5 of grey between -4 and 5
    assertThat(level(1)).isEqualTo(Math.round(255 * 4.5 / 9));
    assertThat(level(2)).isEqualTo(255);
    assertThat(level(3)).isZero();
    slide(11);
    var asked = platform.sent("/v1/reconstructions");
    assertThat(asked).hasSize(1);
    var request = new JsonMapper().readTree(asked.getFirst());
    assertThat(request.at("/pixels/shape").toString()).isEqualTo("[2,3,16,16]");
    assertThat(request.at("/seed").asInt()).isZero();
    browser.value(
        "[...document.querySelectorAll('button')].find(b => b.innerText === 'New noise').click()");
    for (int i = 0; asked.size() < 2 && i < 50; i++) {
      Thread.sleep(100);
    }
    assertThat(new JsonMapper().readTree(asked.getLast()).at("/seed").asInt()).isOne();
    assertThat(browser.complaints()).isEmpty();
  }

  /** Red of the first pixel of a picture beside the slider. */
  private long level(int picture) throws Exception {
    return browser
        .value(
            "document.querySelectorAll('.pair > figure > canvas')[%d].getContext('2d').getImageData(0, 0, 1, 1).data[0]"
                .formatted(picture))
        .asLong();
  }

  private void slide(int at) throws Exception {
    browser.value(
        "(e => { e.value = %d; e.dispatchEvent(new Event('input')); })(document.querySelector('#t'))"
            .formatted(at));
  }

  private long encoded() {
    return platform.sent("/v1/encodings").stream().filter(one -> one.contains("\"grid\"")).count();
  }

  @Test
  void mapMovesWithTAndLeadsToTheImageOfAPoint() throws Exception {
    signIn();
    visit("explore");
    browser.until("document.querySelectorAll('.scatter .legend li').length === 2");
    assertThat(browser.value("document.querySelector('.scatter').innerText").asString())
        .contains("Map of codes", "disc", "square", "10 test images", "93 % and 7 %");
    slide(0);
    assertThat(place("--c1")).isBetween(0.45, 0.55); // both classes lie in the middle
    slide(FakePlatform.TIMES - 1);
    double discs = place("--c0");
    double squares = place("--c1");
    assertThat(discs + squares).isBetween(0.98, 1.02);
    assertThat(Math.abs(discs - squares)).isGreaterThan(0.8);
    browser.value(
        "(c => { const r = c.getBoundingClientRect(); c.dispatchEvent(new MouseEvent('click',"
            + " {clientX: r.left + 8 + %s * (r.width - 16), clientY: r.top + r.height / 2})); })"
                .formatted(discs)
            + "(document.querySelector('.scatter canvas'))");
    browser.until("location.hash.includes('image=24')");
    assertThat(browser.complaints()).isEmpty();
  }

  /** Where points of a colour lie on the map on average, from 0 at its left to 1. */
  private double place(String colour) throws Exception {
    return browser
        .value(
            """
            (c => {
              const hex = getComputedStyle(c).getPropertyValue('%s').trim();
              const [r, g, b] = [1, 3, 5].map(i => parseInt(hex.slice(i, i + 2), 16));
              const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;
              let sum = 0, n = 0;
              for (let i = 0; i < d.length; i += 4) {
                if (d[i + 3] > 190 && Math.abs(d[i] - r) + Math.abs(d[i + 1] - g) + Math.abs(d[i + 2] - b) < 12) {
                  sum += (i / 4) %% c.width;
                  n++;
                }
              }
              return n ? sum / n / c.width : -1;
            })(document.querySelector('.scatter canvas'))
            """
                .formatted(colour))
        .asDouble();
  }

  @Test
  void planeOfAMapIsThatOfTheLargestVariances() throws Exception {
    signIn();
    // x = 3u and y = u of a rotated cross, so variances 4.5 and 0.5 along axes at 30 degrees.
    var found =
        browser.value(
            """
            import('/console/explore/principal.js').then(({principal, projected}) => {
              const [c, s] = [Math.cos(Math.PI / 6), Math.sin(Math.PI / 6)];
              const cross = [[3, 0], [-3, 0], [0, 1], [0, -1]];
              const plane = principal(cross.map(([x, y]) => [7 + c * x - s * y, -2, 1 + s * x + c * y]));
              const [x, y] = projected([7 + c, -2, 1 + s], plane);
              return [...plane.mean, ...plane.axes[0], ...plane.shares, x, y];
            })
            """);
    var expected = new double[] {7, -2, 1, Math.cos(Math.PI / 6), 0, 0.5, 0.9, 0.1, 1, 0};
    // Axes are taken when a step turns them by less than the root of twice 1e-15.
    assertThat(found.valueStream().mapToDouble(JsonNode::asDouble).toArray())
        .containsExactly(expected, within(1e-6));
  }

  @Test
  void ownPictureIsCutToTheModelsSizeInTheBrowser(@TempDir Path directory) throws Exception {
    var file = directory.resolve("wide.png");
    var wide = new BufferedImage(90, 40, BufferedImage.TYPE_INT_RGB);
    for (int x = 25; x < 65; x++) {
      for (int y = 0; y < 40; y++) {
        wide.setRGB(x, y, 0xff0000); // the middle square, and nothing else, is red
      }
    }
    ImageIO.write(wide, "png", file.toFile());
    signIn();
    visit("explore");
    browser.until("document.body.innerText.includes('codes of 8 values')");
    browser.choose("#own-image", file);
    browser.until("document.body.innerText.includes('wide.png')");
    browser.until(
        "![...document.querySelectorAll('[role=status]')].some(e => e.innerText.endsWith('…'))");
    var request =
        new JsonMapper()
            .readTree(
                platform.sent("/v1/encodings").stream()
                    .filter(one -> one.contains("\"grid\""))
                    .toList()
                    .getLast());
    assertThat(request.at("/pixels/shape").toString()).isEqualTo("[1,3,16,16]");
    var bytes = Base64.getDecoder().decode(request.at("/pixels/data").asString());
    var floats = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    assertThat(floats.remaining()).isEqualTo(3 * 16 * 16);
    for (int i = 0; i < floats.remaining(); i++) {
      assertThat(floats.get(i)).as("value %d", i).isEqualTo(i < 256 ? 1f : 0f);
    }
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void namesStayTextOnEveryPage() throws Exception {
    signIn();
    visit("explore");
    browser.until("document.body.innerText.includes('codes of 8 values')");
    assertThat(text()).contains(FakePlatform.NAME);
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
  void fileThatIsChosenIsSentAndBecomesADataSet(@TempDir Path directory) throws Exception {
    var file = Files.writeString(directory.resolve("pets.zip"), "not a zip, and not asked");
    signIn();
    visit("datasets");
    browser.choose("#dataset-files", file);
    browser.until("document.querySelector('.uploads li')");
    browser.until("document.querySelector('.uploads .problem')"); // this platform takes none
    assertThat(platform.sent("/v1/uploads")).containsExactly("not a zip, and not asked");
    assertThat(browser.value("document.querySelector('[name=source]').value").asString())
        .isEqualTo("image-folder");
    assertThat(browser.value("document.querySelector('[name=name]').value").asString())
        .isEqualTo("pets");
  }

  @Test
  void largeFileGoesInPartsOfWhichARefusedOneIsSentAgain(@TempDir Path directory) throws Exception {
    var file = directory.resolve("large.zip");
    try (var content = new RandomAccessFile(file.toFile(), "rw")) {
      content.setLength((16 << 20) + 5);
    }
    signIn();
    visit("datasets");
    browser.choose("#dataset-files", file);
    browser.until("document.querySelector('.uploads li')?.textContent.endsWith('sent')");
    assertThat(platform.parts()).containsExactly(16 << 20, 5);
  }

  @Test
  void dataSetIsDeletedWithWhatNeedsItOnlyAfterQuestionsAndRestored() throws Exception {
    signIn();
    visit("dataset/ds-1");
    press("Delete data set");
    assertThat(platform.sent("/v1/datasets/ds-1")).isEmpty();
    press("Yes, delete it");
    browser.until("document.querySelector('.deleting').innerText.includes('mdl-1')");
    press("Delete all 2");
    browser.until("document.querySelector('.deleting').innerText.includes('Deleted.')");
    assertThat(platform.sent("/v1/datasets/ds-1")).containsExactly("it", "all");
    press("Restore it");
    browser.until("document.querySelector('.deleting').innerText === 'Delete data set'");
    assertThat(platform.sent("/v1/deletions/ds-1/restore")).hasSize(1);
    for (String page : List.of("run/trn-1", "evaluation/evl-1", "study/std-1")) {
      visit(page);
      browser.until("document.querySelector('.deleting')");
    }
  }

  @Test
  void whatIsCalledSoIsFoundFromEveryPage() throws Exception {
    signIn();
    browser.value(
        "document.querySelector('.search input').value = 'best',"
            + "document.querySelector('.search').requestSubmit()");
    browser.until("document.querySelector('main table')");
    assertThat(browser.value("location.hash").asString()).isEqualTo("#/search?q=best");
    assertThat(text()).contains("best (small)").contains("<b>best</b>.zip").contains("birds");
    assertThat(browser.value("document.querySelector('main td a').getAttribute('href')").asString())
        .isEqualTo("#/explore?model=mdl-1");
  }

  @Test
  void whereAModelComesFromAndWhatWasMadeOfItCanBeWalked() throws Exception {
    signIn();
    visit("lineage/mdl-1");
    browser.until("document.querySelectorAll('.family a').length === 4");
    assertThat(text()).contains("Lineage of small", "Trajectories", "<img src=x onerror=aler…");
    assertThat(browser.value("document.querySelectorAll('.family .edge').length").asInt())
        .isEqualTo(4);
    assertThat(
            browser.value("document.querySelector('.family .gone title').textContent").asString())
        .isEqualTo("Upload birds.zip, upl-1");
    // an upload, its data set, the model, and its codes further right than both they come from
    assertThat(
            browser
                .value(
                    "[...document.querySelectorAll('.family a')].sort((a, b) => a.querySelector('rect')"
                        + ".x.baseVal.value - b.querySelector('rect').x.baseVal.value)"
                        + ".map(a => a.getAttribute('href').split('/').pop()).join(' ')")
                .asString())
        .isEqualTo("upl-1 ds-1 mdl-1 trj-1");
    browser.value(
        "document.querySelector('.family a[href$=\"trj-1\"]')"
            + ".dispatchEvent(new MouseEvent('click', {bubbles: true}))");
    browser.until("location.hash === '#/lineage/trj-1'");
  }

  @Test
  void whatTakesRoomIsShownAndWhatWasDeletedIsRestored() throws Exception {
    signIn();
    visit("storage");
    browser.until("document.body.innerText.includes('Could be deleted')");
    assertThat(text())
        .contains("5.0 MB are stored of 9.0 MB")
        .contains("70.0 MB are free")
        .contains("second")
        .contains("Upload birds.zip");
    browser.value(
        "document.querySelector('main table').id = 'before',"
            + "[...document.querySelectorAll('button')].find(b => b.innerText === 'Restore').click()");
    browser.until("!document.getElementById('before')"); // drawn anew
    assertThat(platform.sent("/v1/deletions/del-1/restore")).hasSize(1);
  }

  private void press(String text) throws Exception {
    browser.value(
        "[...document.querySelectorAll('.deleting button')].find(b => b.innerText === %s).click()"
            .formatted(Browser.quoted(text)));
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
