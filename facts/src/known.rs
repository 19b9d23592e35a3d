//! Fields that may be absent, and lists of entries.

use rust_decimal::Decimal;

use crate::{At, Currency, Date, FieldAt, Missing, Money, Read, Span, TimeOfDay, Truth, Value};

/// A field of a record. Its value comes out only together with the possibility that it is absent: as a [`Truth`], or as
/// a `Result` whose error names the field. Reading it makes it evidence.
#[derive(Clone, Copy)]
pub struct Known<'r, T> {
    value: Option<T>,
    at: At<'r>,
    field: FieldAt,
}

impl<'r, T: Copy + Shown<'r>> Known<'r, T> {
    /// A field's value, where it stands, and its name.
    #[inline]
    pub fn new(value: Option<T>, at: At<'r>, field: &'static str) -> Self {
        Self { value, at, field: at.of(field) }
    }

    /// The value.
    ///
    /// # Errors
    /// If it is absent: the field, for INSUFFICIENT_DATA.
    pub fn get(self) -> Result<T, Missing> {
        self.recorded().ok_or_else(|| self.missing())
    }

    /// The value if it is there. Only for what absence decides by law: a document that is claimed, the end of an interval
    /// that is open.
    pub fn recorded(self) -> Option<T> {
        if let Some(shown) = self.value.and_then(Shown::shown) {
            self.at.trace().note(Read::new(self.field, shown));
        }
        self.value
    }

    /// Whether the field satisfies `test`; unknown if it is absent.
    pub fn holds(self, test: impl FnOnce(T) -> bool) -> Truth {
        self.get().map(test).into()
    }

    /// Whether the field equals `value`; unknown if it is absent.
    pub fn is(self, value: T) -> Truth
    where
        T: PartialEq,
    {
        self.holds(|v| v == value)
    }

    /// Whether the field is one of `values`; unknown if it is absent.
    pub fn is_in(self, values: &[T]) -> Truth
    where
        T: PartialEq,
    {
        self.holds(|v| values.contains(&v))
    }

    /// The error of its absence.
    #[must_use]
    pub fn missing(self) -> Missing {
        Missing::one(self.place())
    }

    /// The field and where it stands.
    #[must_use]
    pub fn place(self) -> FieldAt {
        self.field
    }
}

impl Known<'_, bool> {
    /// Whether it is true; unknown if it is absent.
    #[must_use]
    pub fn yes(self) -> Truth {
        self.holds(|v| v)
    }
}

/// How a value reads in evidence; `None` for what is evidence only through its parts.
pub trait Shown<'r>: Sized {
    /// The value as evidence.
    fn shown(self) -> Option<Value<'r>>;
}

macro_rules! shown {
    ($($kind:ty => $make:expr),+ $(,)?) => {
        $(impl<'r> Shown<'r> for $kind {
            fn shown(self) -> Option<Value<'r>> {
                Some($make(self))
            }
        })+
    };
}

shown! {
    &'r str => Value::Text,
    bool => Value::Bool,
    u64 => Value::Number,
    Date => Value::Date,
    TimeOfDay => Value::Time,
    Decimal => Value::Decimal,
    Money => Value::Money,
    &'r [String] => Value::Texts,
}

impl<'r> Shown<'r> for Span {
    fn shown(self) -> Option<Value<'r>> {
        self.from.map(Value::Date)
    }
}

/// A list is evidence by itself only where it is empty; else its entries are, as they are read.
impl<'r, M> Shown<'r> for Each<'r, M> {
    fn shown(self) -> Option<Value<'r>> {
        self.slice.is_empty().then_some(Value::Entries(0))
    }
}

impl<'r, E> Shown<'r> for Enums<'r, E> {
    fn shown(self) -> Option<Value<'r>> {
        Some(Value::Entries(self.numbers.len()))
    }
}

/// A message that has a view.
pub trait Viewed {
    /// The view.
    type View<'r>
    where
        Self: 'r;
    /// Makes the view.
    fn view<'r>(&'r self, at: At<'r>) -> Self::View<'r>;
}

/// The entries of a list.
pub struct Each<'r, M> {
    slice: &'r [M],
    at: At<'r>,
}

impl<M> Clone for Each<'_, M> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<M> Copy for Each<'_, M> {}

impl<'r, M: Viewed> Each<'r, M> {
    /// The entries and where they stand.
    pub fn new(slice: &'r [M], at: At<'r>) -> Self {
        Self { slice, at }
    }

    /// How many there are.
    #[must_use]
    pub fn len(self) -> usize {
        self.slice.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.slice.is_empty()
    }

    /// Walks them.
    pub fn iter(self) -> impl Iterator<Item = M::View<'r>> {
        let places = self.at.entries(self.slice.len());
        self.slice.iter().enumerate().map(move |(index, message)| message.view(places.at(index)))
    }

    /// The first message that satisfies `test`; the others are not looked at through views.
    pub fn find(self, test: impl Fn(&M) -> bool) -> Option<M::View<'r>> {
        let index = self.slice.iter().position(test)?;
        self.slice.get(index).map(|message| message.view(self.at.entries(self.slice.len()).at(index)))
    }

    /// Whether one of them satisfies `test`.
    pub fn any(self, test: impl FnMut(M::View<'r>) -> Truth) -> Truth {
        Truth::any(self.iter().map(test))
    }

    /// Whether all of them satisfy `test`.
    pub fn all(self, test: impl FnMut(M::View<'r>) -> Truth) -> Truth {
        Truth::all(self.iter().map(test))
    }
}

/// The values of a list of enums.
pub struct Enums<'r, E> {
    numbers: &'r [i32],
    kind: std::marker::PhantomData<E>,
}

impl<E> Clone for Enums<'_, E> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<E> Copy for Enums<'_, E> {}

impl<'r, E: TryFrom<i32> + PartialEq> Enums<'r, E> {
    /// The values by number.
    #[must_use]
    pub fn new(numbers: &'r [i32]) -> Self {
        Self { numbers, kind: std::marker::PhantomData }
    }

    /// Walks them.
    pub fn iter(self) -> impl Iterator<Item = E> + use<'r, E> {
        self.numbers.iter().filter_map(|n| E::try_from(*n).ok())
    }

    /// Whether one of them is `value`.
    #[must_use]
    pub fn has(self, value: E) -> bool {
        self.iter().any(|v| v == value)
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.numbers.is_empty()
    }
}

/// Reads an exact decimal number: digits, perhaps a sign and a point. No exponent, no underscore, no blank.
pub(crate) fn decimal(text: &str) -> Option<Decimal> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let plain = digits.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    let framed = digits.starts_with(|c: char| c.is_ascii_digit()) && digits.ends_with(|c: char| c.is_ascii_digit());
    (plain && framed).then(|| Decimal::from_str_exact(text).ok()).flatten()
}

/// Reading a value from its text in the record.
pub(crate) trait ReadText: Sized {
    fn read(text: &str) -> Option<Self>;
}

impl ReadText for Decimal {
    fn read(text: &str) -> Option<Self> {
        decimal(text)
    }
}

impl Currency {
    /// Whether two amounts are in this currency.
    #[must_use]
    pub fn is_of(self, money: Money) -> bool {
        money.currency == self
    }
}
