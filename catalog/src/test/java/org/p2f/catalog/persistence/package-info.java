@NullMarked
package org.p2f.catalog.persistence;

import org.jspecify.annotations.NullMarked;
