package org.p2f.downstream.study.work.claims;

import java.util.List;
import org.p2f.downstream.study.Claim;
import org.p2f.downstream.study.Decision;
import org.p2f.downstream.study.EffectUnit;
import org.p2f.downstream.study.work.claims.StudyFindings.ObjectiveFindings;

/** How one claim is decided from one objective's encoders. */
interface Rule {

  /** What a claim says. */
  record Text(String id, String statement, String measure, EffectUnit unit, String figure) {

    Claim claim(Conclusion conclusion, List<Decision> parts) {
      return new Claim(
          id,
          statement,
          measure,
          unit,
          conclusion.verdict(),
          conclusion.effect(),
          conclusion.p(),
          null,
          parts,
          figure,
          conclusion.remark());
    }
  }

  Text text();

  Conclusion of(ObjectiveFindings findings);
}
