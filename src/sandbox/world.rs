//! The two worlds of the contract, and whether a component is of one: no import, exactly its exports, exactly their type.

use wasmtime::component::{
    Component, Type,
    types::{ComponentFunc, ComponentItem},
};

use super::error::{LoadError, WorldFault};

/// Which world a plugin implements.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum World {
    /// Reads the record.
    Rules,
    /// Reads the record and the verdicts of the rules plugins.
    Followup,
}

impl World {
    /// The export that answers about a record.
    pub(super) fn judge(self) -> &'static str {
        match self {
            Self::Rules => "evaluate",
            Self::Followup => "derive",
        }
    }

    /// The world of a component.
    pub(super) fn of(component: &Component) -> Result<Self, LoadError> {
        let (ty, engine) = (component.component_type(), component.engine());
        if let Some((name, _)) = ty.imports(engine).next() {
            return Err(LoadError::Import(name.to_owned()));
        }
        let followup = ty.get_export(engine, Self::Followup.judge()).is_some();
        let world = if followup { Self::Followup } else { Self::Rules };
        let expected = [("describe", 0), ("begin", 1), (world.judge(), 1)];
        for (name, params) in expected {
            let export = ty.get_export(engine, name).ok_or(LoadError::World(WorldFault::Missing(name)))?;
            let fits = matches!(&export.ty, ComponentItem::ComponentFunc(func) if bytes_to_bytes(func, params));
            if !fits {
                return Err(LoadError::World(WorldFault::Type(name)));
            }
        }
        let extra = ty.exports(engine).find(|(name, _)| expected.iter().all(|(known, _)| known != name));
        extra.map_or(Ok(world), |(name, _)| Err(LoadError::World(WorldFault::Extra(name.to_owned()))))
    }
}

/// Takes so many byte strings and gives one.
fn bytes_to_bytes(func: &ComponentFunc, params: usize) -> bool {
    let bytes = |ty: &Type| matches!(ty, Type::List(list) if list.ty() == Type::U8);
    let takes = func.params().len() == params && func.params().all(|(_, ty)| bytes(&ty));
    let gives = func.results().len() == 1 && func.results().all(|ty| bytes(&ty));
    takes && gives && !func.async_()
}
