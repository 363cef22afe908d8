package org.p2f.representation.encoding.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.p2f.representation.encoding.Encodings;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Refuses calls while the queue is full before their bodies are read: to decode images that are
 * refused afterwards would take the cores from those that wait.
 */
@Component
final class Admission implements HandlerInterceptor, WebMvcConfigurer {
  private final Encodings encodings;

  Admission(Encodings encodings) {
    this.encodings = encodings;
  }

  @Override
  public void addInterceptors(InterceptorRegistry registry) {
    registry
        .addInterceptor(this)
        .addPathPatterns(
            "/v1/encodings",
            "/v1/reconstructions",
            "/v2/models/*/infer",
            "/v2/models/*/versions/*/infer");
  }

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    encodings
        .overload()
        .ifPresent(
            refusal -> {
              throw EncodingRefusals.asRefused(refusal);
            });
    return true;
  }
}
