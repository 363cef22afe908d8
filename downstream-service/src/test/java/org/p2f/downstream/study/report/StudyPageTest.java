package org.p2f.downstream.study.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.p2f.downstream.study.StudyReport;
import org.p2f.figures.Markup;
import org.w3c.dom.Document;
import org.xml.sax.SAXException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Pages of the studies whose reports stand in {@code docs/results}. */
class StudyPageTest {
  /** Of fields that are younger than a report numbers are 0. */
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enumNamingStrategy((_, _, name) -> name.toLowerCase(Locale.ROOT).replace('_', '-'))
          .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  /** All kinds of figures and tables. */
  private static final Path CLAIMS = Path.of("../docs/results/colored-mnist.json");

  static Stream<Path> reports() throws IOException {
    try (var files = Files.list(Path.of("../docs/results"))) {
      return files.filter(f -> f.toString().endsWith(".json")).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("reports")
  void everyNumberOfItsTablesAndEveryFigureIsThere(Path file) throws Exception {
    var report = report(tree(file));
    var html = StudyPage.html(report);
    var page = parsed(html);

    assertThat(count(page, "figure"))
        .isEqualTo(
            factors(report)
                + (report.granularities().isEmpty() ? 0 : factors(report))
                + report.profiles().size()
                + report.divergences().size()
                + report.information().size());
    assertThat(html).contains(Markup.escape(report.lead()));
    for (var claim : report.claims()) {
      assertThat(html).contains("<th>" + claim.id() + "</th>");
      assertThat(html).contains("id=\"" + claim.figure() + "\"");
    }
    for (var finding : report.findings()) {
      assertThat(html).contains(Markup.percent(finding.single().accuracy().mean()));
    }
    for (var mask : report.masks()) {
      assertThat(html).contains(Markup.percent(mask.accuracy().mean()));
    }
  }

  /** What others name, a study, a factor, a mask, is text and never markup. */
  @Test
  void namesAreEscaped() throws Exception {
    var tree = tree(CLAIMS);
    ((ObjectNode) tree.get("plan")).put("name", "<script>alert(1)</script>");
    var text = tree.toString().replace("\"digit\"", "\"<b title='digit'>\"");
    var html = StudyPage.html(report((ObjectNode) JSON.readTree(text)));
    assertThat(html)
        .doesNotContain("<script", "<b title")
        .contains("&lt;script&gt;", "&lt;b title=");
    parsed(html);
  }

  @Test
  void nothingOutsideThePageIsAskedFor() throws Exception {
    var html = StudyPage.html(report(tree(CLAIMS)));
    var addresses = Pattern.compile("(?:src|href)=\"([^\"]*)\"").matcher(html).results();
    assertThat(addresses.map(m -> m.group(1))).isNotEmpty().allMatch(a -> a.startsWith("#"));
    assertThat(html).doesNotContain("@import", "url(");
  }

  private static ObjectNode tree(Path file) {
    return (ObjectNode) JSON.readTree(file.toFile());
  }

  private static StudyReport report(ObjectNode tree) {
    var plan = (ObjectNode) tree.get("plan");
    if (!plan.has("critics")) { // as reports had none
      plan.putObject("critics");
    }
    return JSON.treeToValue(tree, StudyReport.class);
  }

  private static long factors(StudyReport report) {
    return report.curves().stream().map(StudyReport.Curve::factor).distinct().count();
  }

  /** Every element of the body that is opened is closed: it is well-formed XML. */
  private static Document parsed(String html) throws Exception {
    var body = html.substring(html.indexOf("<body>"), html.indexOf("</html>"));
    try {
      return DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .parse(new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)));
    } catch (SAXException e) {
      throw new AssertionError(body, e);
    }
  }

  private static int count(Document page, String element) {
    return page.getElementsByTagName(element).getLength();
  }
}
