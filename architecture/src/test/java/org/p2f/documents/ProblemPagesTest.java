package org.p2f.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every type of problem that the code can answer with has its page, and no page is of another. */
class ProblemPagesTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Path PAGES = ROOT.resolve("docs/problems");
  private static final String NAME = "\"([a-z]+(?:-[a-z]+)*)\"";

  /** The ways in which the sources name a type of problem. */
  private static final List<Pattern> NAMED =
      Stream.of(
              "new Refusal\\(\\s*" + NAME,
              "Refused\\s*\\.\\s*(?:notFound|conflict|unprocessable|tooLarge|tooMany|unavailable)"
                  + "\\(\\s*"
                  + NAME,
              "\\bof\\(\\s*(?:status|HttpStatus\\.[^,]+),\\s*" + NAME,
              "\\brefusal\\(\\s*" + NAME + ",\\s*\\d",
              "addUnknown\\(\\s*" + NAME,
              "case \\d{3} -> " + NAME,
              "[A-Z_]+\\(" + NAME + ", \\d{3}\\)")
          .map(Pattern::compile)
          .toList();

  private static final Pattern UNKNOWN = Pattern.compile("Refused\\.unknown\\(\\s*\"([a-z ]+)\"");

  private static Map<Path, String> sources() {
    try (Stream<Path> files = Files.walk(ROOT)) {
      return files
          .filter(file -> file.toString().contains("/src/main/java/"))
          .filter(file -> file.toString().endsWith(".java"))
          .collect(Collectors.toMap(file -> file, ProblemPagesTest::read));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Types of problems, and a source that names each. */
  private static Map<String, Path> types() {
    Map<String, Path> types = new TreeMap<>();
    sources()
        .forEach(
            (file, text) -> {
              NAMED.stream()
                  .flatMap(pattern -> pattern.matcher(text).results())
                  .forEach(found -> types.put(found.group(1), file));
              UNKNOWN
                  .matcher(text)
                  .results()
                  .map(found -> "unknown-" + found.group(1).replace(' ', '-'))
                  .forEach(name -> types.put(name, file));
            });
    return types;
  }

  private static List<String> pages() {
    try (Stream<Path> files = Files.list(PAGES)) {
      return files
          .map(file -> file.getFileName().toString().replace(".md", ""))
          .filter(name -> !name.equals("README"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void everyTypeThatTheCodeNamesHasAPage() {
    Map<String, Path> types = types();
    assertThat(types).containsKeys("body-cut-short", "not-found", "unknown-model", "over-quota");
    types.keySet().removeAll(pages());
    assertThat(types).isEmpty();
  }

  @Test
  void everyPageIsOfATypeThatTheCodeNames() {
    String all = String.join("\n", sources().values());
    assertThat(pages())
        .allMatch( // some kinds of results share the code that does not find them
            name -> name.startsWith("unknown-") || all.contains("\"%s\"".formatted(name)));
  }

  @Test
  void everyPageNamesItsTypeAndItsStatusAsTheListDoes() {
    String list = read(PAGES.resolve("README.md"));
    for (String name : pages()) {
      String page = read(PAGES.resolve(name + ".md"));
      var status =
          Pattern.compile(
                  "^# %1$s\n`https://p2f.org/problems/%1$s`, usually with status (\\d{3})\\."
                      .formatted(name))
              .matcher(page);
      assertThat(status.find()).as(name).isTrue();
      assertThat(list)
          .as(name)
          .contains("| [%1$s](%1$s.md) | %2$s |".formatted(name, status.group(1)));
      assertThat(page).as(name).contains("**What to do.** ");
    }
  }
}
