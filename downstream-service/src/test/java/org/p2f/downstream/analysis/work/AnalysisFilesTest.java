package org.p2f.downstream.analysis.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.p2f.downstream.analysis.Analysis;
import org.p2f.downstream.analysis.Divergences;
import org.p2f.downstream.analysis.FactorProfile;
import org.p2f.downstream.analysis.Information;
import org.p2f.downstream.analysis.MaskResult;
import org.p2f.downstream.analysis.PropagationResult;
import org.p2f.downstream.analysis.RateSweep;
import org.p2f.downstream.head.TestAccuracy;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class AnalysisFilesTest {
  private static final List<Double> TIMES = List.of(0., .5, 1.);
  private static final TestAccuracy ACCURACY = new TestAccuracy(.5, .4, .6, 2, 100);
  private static final RateSweep RATES =
      new RateSweep(5e-4, List.of(new RateSweep.Tried(1e-3, .6), new RateSweep.Tried(5e-4, .7)));
  private static final FactorProfile PROFILE =
      new FactorProfile(
          "hair, \"blond\" & <b>",
          List.of(.2, .5, .3),
          List.of(.1, .4, .2),
          List.of(.3, .6, .4),
          List.of(List.of(.2, .5, .3), List.of(.2, .5, .3)),
          List.of(
              List.of(List.of(.1, .6, .3), List.of(.3, .4, .3)),
              List.of(List.of(.2, .5, .3), List.of(.2, .5, .3))),
          RATES,
          ACCURACY,
          List.of(ACCURACY, ACCURACY, ACCURACY),
          List.of(ACCURACY, ACCURACY, ACCURACY));
  private static final List<List<Double>> MAP =
      List.of(List.of(4., 1., .5), List.of(1., 4., 2.), List.of(.5, 2., 4.));

  private static List<Analysis> all() {
    return List.of(
        new Analysis.OfProfiles("trj", TIMES, List.of(PROFILE)),
        new Analysis.OfMasks(
            "trj", TIMES, List.of(new MaskResult("hair", 0, "nothing", ACCURACY, RATES))),
        new Analysis.OfDivergences(
            "trj",
            TIMES,
            List.of(PROFILE),
            new Divergences(List.of("a&b"), List.of(List.of(0.)), List.of(.01))),
        new Analysis.OfInformation(
            "trj",
            TIMES,
            new Information(
                MAP,
                MAP,
                List.of(0., 0., 0.),
                9,
                10,
                List.of(new Information.EncoderInformation("trj", MAP, MAP, List.of(.1, .2, .3))))),
        new Analysis.OfPropagation(
            "trj",
            TIMES,
            List.of(
                new PropagationResult("hair", 0., 100, ACCURACY, .6, .3),
                new PropagationResult("hair", 0., 500, ACCURACY, .6, .3),
                new PropagationResult("hair", null, 100, ACCURACY, .6, .3),
                new PropagationResult("hair", null, 500, ACCURACY, .6, .3))));
  }

  @Test
  void everyFigureIsWellFormedXmlOfItsOwn() throws Exception {
    var factory = DocumentBuilderFactory.newInstance();
    factory.setNamespaceAware(true);
    for (var analysis : all()) {
      var figures =
          AnalysisFiles.of(analysis).stream().filter(f -> f.name().endsWith(".svg")).toList();
      assertThat(figures).as(analysis.type().name()).isNotEmpty();
      for (var figure : figures) {
        var bytes = figure.content().getBytes(StandardCharsets.UTF_8);
        var root = factory.newDocumentBuilder().parse(new ByteArrayInputStream(bytes));
        assertThat(root.getDocumentElement().getNamespaceURI())
            .isEqualTo("http://www.w3.org/2000/svg");
      }
    }
  }

  @Test
  void tablesQuoteWhatWouldBreakThem() {
    assertThat(AnalysisFiles.of(all().getFirst()).getFirst().content())
        .startsWith("factor,t,weight,low,high,accuracy,without,alone,learningRate\r\n")
        .contains("\r\n\"hair, \"\"blond\"\" & <b>\",0.0,0.2,0.1,0.3,0.5,0.5,0.5,5.0E-4\r\n");
  }

  @Test
  void masksTellTheirLearningRates() {
    assertThat(AnalysisFiles.of(all().get(1)).getFirst().content().lines())
        .containsExactly(
            "factor,mask,description,accuracy,low,high,seeds,n,learningRate",
            "hair,0,nothing,0.5,0.4,0.6,2,100,5.0E-4");
  }

  @Test
  void everyAttentionHeadHasItsRows() {
    var heads = AnalysisFiles.of(all().getFirst()).get(1);
    assertThat(heads.name()).isEqualTo("attention-heads.csv");
    assertThat(heads.content().lines())
        .hasSize(1 + 2 * 2 * TIMES.size())
        .startsWith("factor,seed,head,t,weight")
        .contains("\"hair, \"\"blond\"\" & <b>\",0,1,0.5,0.4");
    assertThat(AnalysisFiles.of(all().getFirst()).getLast().content())
        .contains("seed 0, head 1, 0.5: 0.4000");
  }

  /** What stood in the store before heads were told apart. */
  @Test
  void anOlderProfileHasNoHeads() {
    var json = JsonMapper.shared();
    var older = (ObjectNode) json.valueToTree(PROFILE);
    older.remove("heads");
    var read = json.treeToValue(older, FactorProfile.class);
    assertThat(read.heads()).isEmpty();
    var analysis = new Analysis.OfProfiles("trj", TIMES, List.of(read));
    assertThat(AnalysisFiles.of(analysis).get(1).content().lines()).hasSize(1);
  }

  @Test
  void anEmptyCellSaysThatAllTimesWereRead() {
    assertThat(AnalysisFiles.of(all().getLast()).getFirst().content().lines().skip(3).findFirst())
        .hasValue("hair,,100,0.5,0.4,0.6,2,100,0.6,0.3");
  }

  @Test
  void theFloorStandsOnTheMapsDiagonal() {
    assertThat(AnalysisFiles.of(all().get(3)).getFirst().content().lines().toList())
        .contains("trj,0.5,0.5,4.0,4.0,0.2", "trj,0.5,1.0,2.0,2.0,");
  }
}
