package org.p2f.kit.problem;

/**
 * What is wrong with one field of a request.
 *
 * @param field where, such as {@code images[3].content}, a parameter's or a header's name
 * @param message what is wrong, without the field's name
 */
public record InvalidField(String field, String message) {}
