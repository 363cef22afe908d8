package org.p2f.training.model.work;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * @param referenceModels a directory with a folder for each model that is there from the start; the
 *     folder's name becomes the model's alias; null for none
 */
@ConfigurationProperties("p2f")
record ReferenceProperties(@Nullable Path referenceModels) {}
