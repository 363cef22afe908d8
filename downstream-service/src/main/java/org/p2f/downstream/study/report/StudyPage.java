package org.p2f.downstream.study.report;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import org.p2f.downstream.study.StudyReport;

/**
 * A study's report as one HTML file: what it did, what the claims come to, and the figures. It has
 * no script and no address outside itself, so it reads offline and on paper.
 */
public final class StudyPage {
  private static final TemplateEngine TEMPLATES =
      TemplateEngine.createPrecompiled(
          null,
          ContentType.Html,
          StudyPage.class.getClassLoader(),
          StudyPage.class.getPackageName());

  private StudyPage() {}

  public static String html(StudyReport report) {
    var page = new StringOutput();
    TEMPLATES.render("study.jte", report, page);
    return page.toString();
  }
}
