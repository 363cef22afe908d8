package org.p2f.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** Alerts and dashboard ask for meters that there are, and each alert is explained. */
class MonitoringTest {
  private static final Path ROOT = Path.of("..");
  private static final Path MONITORING = ROOT.resolve("k8s/components/monitoring");

  /** Meters of Spring Boot, Micrometer and Prometheus itself. */
  private static final Set<String> OTHERS =
      Set.of(
          "up",
          "http_server_requests_seconds_count",
          "http_server_requests_seconds_bucket",
          "hikaricp_connections_active",
          "hikaricp_connections_pending",
          "jvm_memory_used_bytes",
          "process_cpu_usage",
          "system_cpu_count");

  private static final Pattern METER = Pattern.compile("([a-z][a-z0-9_]+)\\{");
  private static final Pattern IN_CODE = Pattern.compile("\"(p2f\\.[a-z.]+)\"");

  /** What the Prometheus registry adds to a meter's name. */
  private static final String SUFFIX = "(_seconds)?(_bytes)?(_total|_bucket)?";

  private static JsonNode rules() throws IOException {
    return new ObjectMapper(new YAMLFactory())
        .readTree(MONITORING.resolve("alerts.yaml").toFile())
        .at("/spec/groups/0/rules");
  }

  private static List<String> expressions() throws IOException {
    var dashboard = new ObjectMapper().readTree(MONITORING.resolve("dashboard.json").toFile());
    return StreamSupport.stream(List.of(rules(), dashboard.path("panels")).spliterator(), false)
        .flatMap(node -> node.findValuesAsText("expr").stream())
        .toList();
  }

  private static Set<String> metersInCode() throws IOException {
    var names = new TreeSet<String>();
    try (var files = Files.walk(ROOT)) {
      for (var file :
          files.filter(f -> f.toString().matches(".*/src/main/java/.*\\.java")).toList()) {
        IN_CODE
            .matcher(Files.readString(file))
            .results()
            .map(found -> found.group(1).replace('.', '_'))
            .forEach(names::add);
      }
    }
    return names;
  }

  @Test
  void everyMeterThatIsAskedForExists() throws IOException {
    var known = metersInCode().stream().map(name -> name + SUFFIX).toList();
    var asked =
        expressions().stream()
            .flatMap(expression -> METER.matcher(expression).results().map(found -> found.group(1)))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(asked).hasSizeGreaterThan(10);
    asked.removeAll(OTHERS);
    assertThat(asked).allMatch(name -> known.stream().anyMatch(name::matches));
  }

  @Test
  void everyAlertIsExplained() throws IOException {
    var headings =
        Files.readAllLines(ROOT.resolve("docs/incidents.md")).stream()
            .filter(line -> line.startsWith("## "))
            .map(line -> line.substring(3).toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-"))
            .toList();
    var page = Files.readString(ROOT.resolve("docs/incidents.md"));
    assertThat(rules()).isNotEmpty();
    for (var rule : rules()) {
      var name = rule.path("alert").asText();
      assertThat(page).as(name).contains("`" + name + "`");
      assertThat(rule.at("/annotations/summary").asText()).as(name).isNotBlank();
      assertThat(rule.at("/annotations/runbook").asText())
          .as(name)
          .startsWith("docs/incidents.md#");
      assertThat(headings).contains(rule.at("/annotations/runbook").asText().split("#")[1]);
    }
  }

  @Test
  void theChartHasTheSame() throws IOException {
    for (var file : List.of("alerts.yaml", "dashboard.json")) {
      assertThat(ROOT.resolve("k8s/chart/monitoring").resolve(file))
          .hasSameTextualContentAs(MONITORING.resolve(file));
    }
  }
}
