package org.p2f.representation.trajectory;

/** In which type codes are stored. */
public enum Storage {
  FLOAT32,
  /** Half the room, three decimal digits. */
  FLOAT16
}
