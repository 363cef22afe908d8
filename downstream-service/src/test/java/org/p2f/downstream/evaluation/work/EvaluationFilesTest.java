package org.p2f.downstream.evaluation.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.p2f.downstream.evaluation.Difference;
import org.p2f.downstream.evaluation.Evaluation;
import org.p2f.downstream.evaluation.EvaluationResult;
import org.p2f.downstream.head.Convergence;
import org.p2f.downstream.head.EncoderRole;
import org.p2f.downstream.head.HeadKind;
import org.p2f.downstream.head.Sources;
import org.p2f.downstream.head.TestAccuracy;
import org.p2f.downstream.report.TextFile;

class EvaluationFilesTest {
  private static final Evaluation EVALUATION =
      new Evaluation(
          new Sources("trj", List.of(), List.of(), List.of("trj-static")),
          List.of(
              result(EncoderRole.EVALUATED, HeadKind.WIDE_MLP, "a, b", 1, 0.),
              result(EncoderRole.EVALUATED, HeadKind.WIDE_MLP, "a, b", 1, 1.),
              result(EncoderRole.EVALUATED, HeadKind.GRU, "a, b", 1, null),
              result(EncoderRole.STATIC, HeadKind.MLP, "a, b", 1, .5),
              result(EncoderRole.EVALUATED, HeadKind.GRU, "<c>", .25, null)),
          List.of(
              new Difference(
                  "a, b",
                  1,
                  HeadKind.GRU,
                  EncoderRole.EVALUATED,
                  null,
                  HeadKind.WIDE_MLP,
                  EncoderRole.EVALUATED,
                  1.,
                  .1,
                  -.1,
                  .3,
                  .5,
                  2)));

  private static EvaluationResult result(
      EncoderRole role, HeadKind head, String factor, double fraction, @Nullable Double t) {
    return new EvaluationResult(
        role,
        2,
        head,
        factor,
        fraction,
        t,
        t == null ? 2 : 1,
        1e-3,
        null,
        List.of(3L, 4L),
        List.of(5L, 5L),
        role == EncoderRole.STATIC ? null : new Convergence(false, .05, .02, List.of(true, false)),
        0,
        2,
        .6,
        new TestAccuracy(.5, .4, .6, 2, 100),
        role == EncoderRole.STATIC ? null : .45,
        .25,
        .3);
  }

  private static String content(String name) {
    return EvaluationFiles.of(EVALUATION).stream()
        .filter(file -> file.name().equals(name))
        .findFirst()
        .orElseThrow()
        .content();
  }

  @Test
  void everyResultAndComparisonHasItsRow() {
    assertThat(content("evaluation.csv").lines())
        .hasSize(6)
        .contains(
            "\"a, b\",1.0,evaluated,2,wide-mlp,0.0,0.001,0.6,0.5,0.4,0.6,0.45,2,100,0.25,0.3,false,0.05,0.02",
            "\"a, b\",1.0,static,2,mlp,0.5,0.001,0.6,0.5,0.4,0.6,,2,100,0.25,0.3,,,",
            "<c>,0.25,evaluated,2,gru,,0.001,0.6,0.5,0.4,0.6,0.45,2,100,0.25,0.3,false,0.05,0.02");
    assertThat(content("differences.csv").lines())
        .hasSize(2)
        .contains("\"a, b\",1.0,gru,evaluated,,wide-mlp,evaluated,1.0,0.1,-0.1,0.3,0.5,2");
  }

  @Test
  void everyFactorAndLabelFractionHasItsFigure() throws Exception {
    assertThat(EvaluationFiles.of(EVALUATION).stream().map(TextFile::name))
        .containsExactly("evaluation.csv", "differences.csv", "figure-1.svg", "figure-2.svg");
    var factory = DocumentBuilderFactory.newInstance();
    for (var name : List.of("figure-1.svg", "figure-2.svg")) {
      var bytes = content(name).getBytes(StandardCharsets.UTF_8);
      factory.newDocumentBuilder().parse(new ByteArrayInputStream(bytes));
    }
    assertThat(content("figure-1.svg"))
        .contains("wide-mlp at 0", "<title>gru: 50.0 %", "<title>mlp, static: 50.0 %")
        .contains("<title>chance: 25.0 %");
    assertThat(content("figure-2.svg")).contains("&lt;c&gt;", "label fraction 0.25");
  }
}
