// How lengths turn into each other: paper is measured in mm, drawings in points, printers in dots an inch.
#pragma once

namespace printing {

inline constexpr double mm_per_inch = 25.4;
inline constexpr double points_per_inch = 72;
inline constexpr double points_per_mm = points_per_inch / mm_per_inch;

}  // namespace printing
