package org.p2f.local.cli;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.p2f.local.study.Source;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A data set's name. */
final class SourceConverter implements ITypeConverter<Source> {

  @Override
  public Source convert(String word) {
    return Source.of(word)
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "must be one of %s, not '%s'"
                        .formatted(
                            Arrays.stream(Source.values())
                                .map(Source::word)
                                .collect(Collectors.joining(", ")),
                            word)));
  }
}
