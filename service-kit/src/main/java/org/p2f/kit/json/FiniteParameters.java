package org.p2f.kit.json;

import java.beans.PropertyEditorSupport;
import org.springframework.web.bind.WebDataBinder;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.InitBinder;

/**
 * Refuses NaN and what overflows as parameters. An editor, since Spring tries its own after a
 * converter has refused.
 */
@ControllerAdvice
final class FiniteParameters {

  @InitBinder
  void init(WebDataBinder binder) {
    binder.registerCustomEditor(Double.class, new Editor());
    binder.registerCustomEditor(double.class, new Editor());
  }

  private static final class Editor extends PropertyEditorSupport {

    @Override
    public void setAsText(String text) {
      double value = Double.parseDouble(text);
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException("Not a finite number: " + text);
      }
      setValue(value);
    }
  }
}
