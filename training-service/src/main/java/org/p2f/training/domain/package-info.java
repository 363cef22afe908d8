/** Plans and results of the training service, independent of web, database and tensors. */
@NullMarked
package org.p2f.training.domain;

import org.jspecify.annotations.NullMarked;
