/** What the job handlers of all capabilities share: the engine, finished batches. */
@NullMarked
package org.p2f.training.work;

import org.jspecify.annotations.NullMarked;
