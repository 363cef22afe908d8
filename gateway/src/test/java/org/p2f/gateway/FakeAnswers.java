package org.p2f.gateway;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What a fake platform answers with, by path: one model, one run and one of everything else that
 * the console shows.
 */
final class FakeAnswers {
  /** What would be a picture and a script, were it ever taken for HTML. */
  static final String NAME = "<img src=x onerror=alert(1)>";

  static final String NEEDED =
      """
      {"type":"https://p2f.org/problems/still-needed","title":"Still needed","status":409,
       "detail":"It is still needed",
       "dependants":[{"kind":"model","id":"mdl-1","name":"first"}]}
      """;

  private static final String ANALYSIS =
      """
      {"id":"ana-1","type":"mutual-information","trajectoriesId":"trj-1","digest":"d",
       "createdAt":"2026-01-01T00:00:00Z","times":[0,0.5],
       "information":{"critics":1,"steps":1,"encoders":[],"floor":[0,0],
         "raw":[[1,0.5],[0.5,1]],"normalized":[[1,0.5],[0.5,1]]},
       "masks":[{"factor":"shape","mask":0,"description":"none",
         "testAccuracy":{"mean":0.5,"low":0.4,"high":0.6,"n":10,"seeds":1}}],
       "profiles":[{"factor":"shape","weights":[0.25,0.75],"low":[0.2,0.7],"high":[0.3,0.8],
         "testAccuracy":{"mean":0.5,"low":0.4,"high":0.6,"n":10,"seeds":1}}],
       "propagation":[{"factor":"shape","labels":10,"t":0,"certainty":1,"weightedAccuracy":0.5,
         "testAccuracy":{"mean":0.5,"low":0.4,"high":0.6,"n":10,"seeds":1}}],
       "divergences":{"factors":["shape"],"floors":[0],"matrix":[[0.0]]}}
      """;

  private static final String FIGURE =
      """
      <svg xmlns="http://www.w3.org/2000/svg" width="120" height="40" viewBox="0 0 120 40">
        <style>rect { fill: #00ff00 }</style><rect width="120" height="40"/></svg>
      """;

  private static final String JOB =
      """
      {"id":"%s","kind":"training","state":"%s","service":"training","attempt":1,"progress":%s,
       "createdAt":"2026-01-01T00:00:00Z","startedAt":"2026-01-01T00:00:01Z","phases":[],
       "artifacts":["mdl-1"],"plan":{"name":"first"}%s}
      """;

  private final Map<String, String> answers = new TreeMap<>(Collections.reverseOrder());

  private FakeAnswers() {}

  static Map<String, String> all() {
    var made = new FakeAnswers();
    made.fill();
    return made.answers;
  }

  private void fill() {
    var running = JOB.formatted("trn-2", "running", "0.4", ",\"rate\":3.5,\"rateUnit\":\"steps\"");
    var failed =
        JOB.formatted(
            "trn-3",
            "failed",
            "0.2",
            ",\"finishedAt\":\"2026-01-01T00:01:00Z\",\"failure\":{\"blame\":\"user\","
                + "\"code\":\"diverged\",\"detail\":\"The loss was not finite at step 3\"}");
    var done = JOB.formatted("trn-1", "succeeded", "1", ",\"finishedAt\":\"2026-01-01T00:02:00Z\"");
    answers.put("/v1/jobs", items(running, failed, done));
    answers.put("/v1/jobs/trn-1", done);
    answers.put("/v1/presets", items("{\"name\":\"tiny\",\"description\":\"Minutes.\"}"));
    answers.put("/v1/models", items(model("mdl-1", NAME), model("mdl-2", "second")));
    answers.put("/v1/datasets", items(dataset()));
    answers.put("/v1/datasets/ds-1", dataset());
    answers.put(
        "/v1/datasets/ds-1/images",
        items("{\"index\":3,\"split\":\"train\",\"labels\":[1],\"classes\":[\"square\"]}"));
    answers.put("/v1/training-runs", items(run("trn-1", done), run("trn-2", running)));
    for (var id : List.of("trn-1", "trn-2")) {
      var path = "/v1/training-runs/" + id;
      answers.put(path, run(id, id.equals("trn-1") ? done : running));
      answers.put(path + "/metrics", FakeCodes.metrics());
      answers.put(path + "/probes", FakeCodes.probes());
      answers.put(path + "/held-out-losses", "{\"points\":[]}");
      answers.put(path + "/samples", "{\"pictures\":[],\"seconds\":0}");
    }
    answers.put(
        "/v1/training-plans",
        "{\"estimatedSeconds\":90,\"estimatedMemoryBytes\":1000000,"
            + "\"parameterCount\":{\"encoder\":1000,\"scoreNetwork\":2000},\"plan\":%s}"
                .formatted(plan()));
    answers.put("/v1/encodings", FakeCodes.codes());
    answers.put("/v1/reconstructions", FakeCodes.reconstructions());
    answers.put("/v1/trajectories", items(trajectories()));
    answers.put("/v1/trajectories/trj-1", trajectories());
    answers.put("/v1/trajectories/trj-1/slice", FakeCodes.slice());
    answers.put(
        "/v1/trajectories/trj-1/neighbours",
        "{\"id\":\"trj-1\",\"metric\":\"euclidean\",\"split\":\"train\",\"neighbours\":"
            + "[{\"row\":3,\"distance\":0.5,\"labels\":[1]}]}");
    answers.put("/v1/evaluations", items(evaluation()));
    answers.put("/v1/evaluations/evl-1", evaluation());
    answers.put("/v1/analyses", items(ANALYSIS));
    answers.put("/v1/analyses/ana-1", ANALYSIS);
    for (var id : List.of("evl-1", "ana-1")) {
      var path = "/v1/artifacts/" + id;
      answers.put(path, "{\"files\":[{\"name\":\"table.csv\"},{\"name\":\"figure-1.svg\"}]}");
      answers.put(path + "/files/table.csv", "t,accuracy\n0,0.5\n");
      answers.put(path + "/files/figure-1.svg", FIGURE);
    }
    answers.put("/v1/studies", items(study()));
    answers.put("/v1/studies/std-1", study());
    answers.put("/v1/deletions/ds-1/restore", "{}");
    answers.put("/v1/deletions/del-1/restore", "{}");
    answers.put(
        "/v1/deletions",
        items(
            """
            {"id":"del-1","thingId":"upl-1","kind":"upload","name":"birds.zip","deletedBy":"ada",
             "deletedAt":"2026-01-01T00:00:00Z","restorableUntil":"2026-01-08T00:00:00Z",
             "bytes":2000000,"things":[{"id":"upl-1","kind":"upload","name":"birds.zip"}]}
            """));
    answers.put(
        "/v1/usage",
        """
        {"usedBytes":5000000,"quotaBytes":9000000,"restorableBytes":2000000,
         "diskFreeBytes":70000000,"minFreeBytes":1000000,"jobsWait":false,
         "kinds":[{"kind":"model","number":2,"bytes":3000000,"freeBytes":1000000}],
         "largest":[],"free":[{"id":"mdl-2","kind":"model","name":"second","bytes":1000000,
         "createdAt":"2026-01-01T00:00:00Z"}]}
        """);
    answers.put(
        "/v1/search",
        items(
            """
            {"id":"mdl-1","kind":"model","name":"small","alias":"best","project":"birds",
             "createdAt":"2026-01-01T00:00:00Z"}
            """,
            """
            {"id":"upl-1","kind":"upload","name":"<b>best</b>.zip","project":"birds",
             "createdAt":"2026-01-01T00:00:00Z"}
            """));
    answers.put("/v1/artifacts/rep-1/files/report.json", report());
    answers.put(
        "/v1/lineage/mdl-1",
        """
        {"artifact":%s,"ancestors":[%s,%s],"descendants":[%s],"truncated":false,
         "edges":[{"parent":"upl-1","child":"ds-1"},{"parent":"ds-1","child":"mdl-1"},
                  {"parent":"mdl-1","child":"trj-1"},{"parent":"ds-1","child":"trj-1"}]}
        """
            .formatted(
                artifact("mdl-1", "model", "small", ""),
                artifact("ds-1", "dataset", NAME, ""),
                artifact("upl-1", "upload", "birds.zip", ",\"deletionId\":\"del-1\""),
                artifact("trj-1", "trajectories", "codes", "")));
  }

  private static String artifact(String id, String kind, String name, String more) {
    return """
        {"id":"%s","kind":"%s","name":"%s","bytes":1000,"createdAt":"2026-01-01T00:00:00Z"%s}
        """
        .formatted(id, kind, name, more);
  }

  private static String items(String... all) {
    return "{\"items\":[%s]}".formatted(String.join(",", all));
  }

  private static String model(String id, String name) {
    return """
        {"id":"%s","name":"%s","aliases":[],"objective":"vdrl","preset":"tiny","step":10,
         "channels":3,"height":16,"width":16,"latentSize":%d,"datasetId":"ds-1","runId":"trn-1",
         "weights":["raw"],"digest":"d","createdAt":"2026-01-01T00:00:00Z",
         "parameterCount":{"encoder":1000,"scoreNetwork":2000}}
        """
        .formatted(id, name, FakeCodes.VALUES);
  }

  private static String dataset() {
    return """
        {"id":"ds-1","name":"shapes","images":40,"channels":3,"height":16,"width":16,
         "source":"synthetic","digest":"d","createdAt":"2026-01-01T00:00:00Z",
         "mean":[0.5,0.5,0.5],"std":[0.2,0.2,0.2],
         "splits":{"train":20,"validation":10,"test":10},
         "factors":[{"name":"shape","classes":2,"classNames":["disc","square"]}],
         "report":{"filesRead":0,"filesSkipped":0,"imagesRead":40,"warnings":[]}}
        """;
  }

  private static String plan() {
    return """
        {"name":"first","datasetId":"ds-1","preset":"tiny","objective":"vdrl","seed":0,"steps":10,
         "batchSize":32,"encoder":{"latentSize":8,"time":"given"},"loss":{"timeSteps":"continuous"},
         "images":{"scaling":"unit","channels":3,"size":16},
         "diffusion":{"kind":"ve","sigmaMin":0.01,"sigmaMax":20}}
        """;
  }

  private static String run(String id, String job) {
    return """
        {"id":"%s","name":"first","modelId":"mdl-1","step":10,"steps":10,"tags":["baseline"],"notes":"It learns.","job":%s,"plan":%s}
        """
        .formatted(id, job, plan());
  }

  private static String trajectories() {
    return """
        {"id":"trj-1","modelId":"mdl-1","datasetId":"ds-1","times":[0,0.5,1],"weights":"raw",
         "train":30,"test":10,"codes":8,
         "factors":[{"name":"shape","classes":2,"classNames":["disc","square"]}]}
        """;
  }

  private static String evaluation() {
    var results =
        IntStream.rangeClosed(0, 2)
            .mapToObj(
                i ->
                    """
                    {"factor":"shape","head":"mlp","encoder":"evaluated","encoders":1,"t":%s,
                     "times":1,"labelFraction":1,"chance":0.5,"majority":0.5,"steps":[],
                     "bestSteps":[],"validationAccuracy":0.9,
                     "testAccuracy":{"mean":0.%d,"low":0.5,"high":0.95,"n":10,"seeds":1}}
                    """
                        .formatted(i * .5, 6 + i))
            .collect(Collectors.joining(","));
    return """
        {"id":"evl-1","trajectoriesId":"trj-1","furtherTrajectoriesIds":[],"comparisons":0,
         "createdAt":"2026-01-01T00:00:00Z","digest":"d","differences":[],"results":[%s]}
        """
        .formatted(results);
  }

  private static String study() {
    return """
        {"id":"std-1","name":"a study","state":"succeeded","progress":1,"reportId":"rep-1",
         "createdAt":"2026-01-01T00:00:00Z","updatedAt":"2026-01-01T00:00:00Z",
         "plan":{"preset":"demo","objectives":["vdrl"]},
         "steps":[{"name":"train","title":"Train","state":"succeeded","progress":1,
                   "jobId":"trn-1","artifactId":"mdl-1"}]}
        """;
  }

  private static String report() {
    return """
        {"lead":"Trained codes tell shape better than untrained ones.",
         "claims":[{"id":"C1","statement":"Codes differ along t","measure":"difference",
           "unit":"ACCURACY","verdict":"NOT_SUPPORTED","remark":"",
           "effect":{"mean":-0.02,"low":-0.03,"high":-0.01,"encoders":2,"perEncoder":[-0.02,-0.02]}}],
         "curves":[{"encoders":"vdrl","factor":"shape","head":"mlp","points":
           [{"t":0,"accuracy":0.6,"low":0.5,"high":0.7,"encoders":2},
            {"t":1,"accuracy":0.8,"low":0.7,"high":0.9,"encoders":2}]}],
         "information":[],"profiles":[]}
        """;
  }
}
