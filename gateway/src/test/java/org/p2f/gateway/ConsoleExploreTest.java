package org.p2f.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Base64;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The page on which codes and images are explored, as a person uses it. */
class ConsoleExploreTest extends ConsoleInBrowser {
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
    for (int i = 0; i < FakeCodes.TIMES; i++) {
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
    slide(FakeCodes.TIMES - 1);
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
}
