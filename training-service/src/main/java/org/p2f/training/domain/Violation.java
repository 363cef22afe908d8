package org.p2f.training.domain;

/**
 * What is wrong with one field of a request.
 *
 * @param field such as {@code uploadIds[0]}
 * @param message what is wrong, without the field's name
 */
public record Violation(String field, String message) {}
